/** The worker's end of the overlay: keeps tables, asks for those that are missing, and has the data plane do what they say. */
@NullMarked
package holm.overlay.agent;

import org.jspecify.annotations.NullMarked;
