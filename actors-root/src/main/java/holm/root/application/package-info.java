/** Applications: documents in a table, whose rows are the commit points of what happens to their services. */
@NullMarked
package holm.root.application;

import org.jspecify.annotations.NullMarked;
