/** The API's own description, and pages to read it. */
@NullMarked
package holm.root.docs;

import org.jspecify.annotations.NullMarked;
