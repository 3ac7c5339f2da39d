/** Actors of a worker. */
@NullMarked
package holm.worker;

import org.jspecify.annotations.NullMarked;
