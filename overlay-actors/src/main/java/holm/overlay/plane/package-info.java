/** The worker's part of the overlay in the kernel: the tunnel to its peers, where service addresses lead, and what happens on a miss. */
@NullMarked
package holm.overlay.plane;

import org.jspecify.annotations.NullMarked;
