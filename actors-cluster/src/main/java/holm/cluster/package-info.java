/** Actors of a cluster. */
@NullMarked
package holm.cluster;

import org.jspecify.annotations.NullMarked;
