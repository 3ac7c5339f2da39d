/** What the overlay needs of a worker: files, figures, and the words between its agent and the worker's. */
@NullMarked
package holm.worker.overlay;

import org.jspecify.annotations.NullMarked;
