/** What runs an instance, behind one interface: containers, unikernels, and a simulation for tests and benchmarks. */
@NullMarked
package holm.runtimes;

import org.jspecify.annotations.NullMarked;
