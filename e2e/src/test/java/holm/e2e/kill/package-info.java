/**
 * Kill rounds, in the manner of etcd's robustness tests: {@link holm.e2e.kill.Traffic} writes, {@link holm.e2e.kill.Model} keeps
 * what was acknowledged, {@link holm.e2e.kill.Validation} compares it with what is there.
 */
@NullMarked
package holm.e2e.kill;

import org.jspecify.annotations.NullMarked;
