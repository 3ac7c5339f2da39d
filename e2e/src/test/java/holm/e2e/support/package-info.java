/** Real Holm processes for tests and benchmarks: how they are started, asked, killed and cleaned away. */
@NullMarked
package holm.e2e.support;

import org.jspecify.annotations.NullMarked;
