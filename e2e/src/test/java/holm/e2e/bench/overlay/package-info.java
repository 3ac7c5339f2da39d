/** {@code e2e/bench overlay}: what service addresses cost, beside the same packets without them. */
@NullMarked
package holm.e2e.bench.overlay;

import org.jspecify.annotations.NullMarked;
