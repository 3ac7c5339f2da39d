/** Where an instance should run: pure functions from candidates to a ranked choice with its explanation. */
@NullMarked
package holm.scheduling;

import org.jspecify.annotations.NullMarked;
