/** One worker towards its cluster: who it is, what should be here, what is here. */
@NullMarked
package holm.worker.agent;

import org.jspecify.annotations.NullMarked;
