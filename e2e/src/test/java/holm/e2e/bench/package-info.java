/** Benchmarks of the running program, each with a baseline from the same run: {@code e2e/bench}. */
@NullMarked
package holm.e2e.bench;

import org.jspecify.annotations.NullMarked;
