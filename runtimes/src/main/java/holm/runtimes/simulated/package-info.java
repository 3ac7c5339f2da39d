/** A runtime that runs nothing: what its instances do is a function of time and of knobs in their environment. */
@NullMarked
package holm.runtimes.simulated;

import org.jspecify.annotations.NullMarked;
