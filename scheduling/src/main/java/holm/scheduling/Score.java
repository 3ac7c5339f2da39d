package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.Virtualization;
import java.util.function.ToDoubleBiFunction;

/**
 * How welcome an instance is on a candidate that fits.
 *
 * @param name for the explanation
 * @param weight of this score among all; together they are 1
 * @param value from 0 (worst) to 1 (best); the larger of two is better
 */
record Score(String name, double weight, ToDoubleBiFunction<Requirements, Candidate> value) {
    /** Keeps most room in the scarcer of CPU and memory, so that the next large instance still fits somewhere. */
    static final Score FREE = new Score("free", 0.24, (requirements, candidate) -> {
        var left = candidate.available().minus(requirements.descriptor().need());
        return Math.min(
                part(left.milliCpus(), candidate.capacity().milliCpus()),
                part(left.memoryMebiBytes(), candidate.capacity().memoryMebiBytes()));
    });

    /** Uses CPU and memory up evenly: what is left of one without the other is of no use. */
    static final Score BALANCE = new Score("balance", 0.06, (requirements, candidate) -> {
        var left = candidate.available().minus(requirements.descriptor().need());
        return 1
                - Math.abs(part(left.milliCpus(), candidate.capacity().milliCpus())
                        - part(left.memoryMebiBytes(), candidate.capacity().memoryMebiBytes()));
    });

    /** What is reserved and what is used differ; who is really idle answers sooner. */
    static final Score IDLE = new Score("idle", 0.12, (_, candidate) -> 1 - within(candidate.cpuPercent() / 100));

    /** Instances of one service apart from each other: one that is lost should not take all of them along. */
    static final Score SPREAD = new Score(
            "spread",
            0.18,
            (requirements, candidate) ->
                    1 / (1 + (double) requirements.siblingsOn(candidate) / Math.max(1, candidate.workers())));

    /**
     * A machine without the processor's help runs some ten times slower, which outweighs everything but a nearly full worker. The same
     * for whatever needs no such help.
     */
    static final Score ACCELERATION = new Score(
            "acceleration",
            0.4,
            (requirements, candidate) ->
                    !requirements.descriptor().virtualization().equals(Virtualization.UNIKERNEL)
                                    || candidate.virtualizations().contains(Virtualization.UNIKERNEL_KVM)
                            ? 1
                            : 0);

    double of(Requirements requirements, Candidate candidate) {
        return value.applyAsDouble(requirements, candidate);
    }

    private static double part(long amount, long whole) {
        return whole <= 0 ? 0 : within((double) amount / whole);
    }

    /** A peer may send anything: what is not between 0 and 1 is brought there. */
    private static double within(double value) {
        return value >= 0 ? Math.min(value, 1) : 0;
    }
}
