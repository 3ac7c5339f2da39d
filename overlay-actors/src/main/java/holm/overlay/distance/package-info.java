/** How far workers are from each other, in milliseconds of round trip. Pure: probes and time are passed in. */
@NullMarked
package holm.overlay.distance;

import org.jspecify.annotations.NullMarked;
