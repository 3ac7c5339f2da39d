/** One instance on this worker: what it should be, what it is, and what to do next. */
@NullMarked
package holm.worker.runner;

import org.jspecify.annotations.NullMarked;
