/** What a process writes down beside its database, so that the next one finds it whole. */
@NullMarked
package holm.files;

import org.jspecify.annotations.NullMarked;
