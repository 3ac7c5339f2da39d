/** Actors of the root, and its public API. */
@NullMarked
package holm.root;

import org.jspecify.annotations.NullMarked;
