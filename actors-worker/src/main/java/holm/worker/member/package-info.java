/** The worker's membership in its cluster: an actor system that is thrown away and made again. */
@NullMarked
package holm.worker.member;

import org.jspecify.annotations.NullMarked;
