/** The workers of a cluster: what each has promised, which of them are there, and the session with each. */
@NullMarked
package holm.cluster.worker;

import org.jspecify.annotations.NullMarked;
