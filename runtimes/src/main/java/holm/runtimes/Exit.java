package holm.runtimes;

import java.util.Optional;

/**
 * How a run ended.
 *
 * @param code 0–255 when the process ended by itself
 * @param signal number of the signal that ended it
 * @param outOfMemory whether it was over its memory limit
 */
public record Exit(Optional<Integer> code, Optional<Integer> signal, boolean outOfMemory, String detail) {
    public boolean isSuccess() {
        return code.filter(value -> value == 0).isPresent();
    }
}
