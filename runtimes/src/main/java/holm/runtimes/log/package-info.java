/** Holm's own bounded log segments: written from an engine's log file by open descriptor, read by followers that never meet its rotation. */
@NullMarked
package holm.runtimes.log;

import org.jspecify.annotations.NullMarked;
