/** The overlay of one machine put together: networks of instances, data plane and name server, opened once its subnet is known. */
@NullMarked
package holm.overlay.host;

import org.jspecify.annotations.NullMarked;
