/** System tests: whole nodes, real runtimes, real networks. */
@NullMarked
package holm.e2e;

import org.jspecify.annotations.NullMarked;
