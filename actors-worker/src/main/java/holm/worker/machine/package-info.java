/** The machine that a worker runs on: what it has, what of it is used. */
@NullMarked
package holm.worker.machine;

import org.jspecify.annotations.NullMarked;
