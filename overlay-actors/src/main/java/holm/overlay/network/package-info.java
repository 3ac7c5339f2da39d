/** The network of one worker's instances in the Linux kernel: a bridge, a namespace for each instance, port mappings. */
@NullMarked
package holm.overlay.network;

import org.jspecify.annotations.NullMarked;
