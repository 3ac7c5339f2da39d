package holm.scheduling;

import holm.domain.Candidate;
import java.util.List;

/**
 * Chooses where an instance should run. A pure function: it sees candidates only, never a clock, a network or a random source, so
 * the same scheduler serves the root (candidates are clusters) and a cluster (candidates are workers).
 *
 * <p>What it says is a proposal made on a view that may be stale: a worker's owner still accepts or refuses the reservation.
 *
 * <p>To add a scheduler:
 *
 * <ol>
 *   <li>Implement this interface in a module of your own that imports {@code domain} and {@code scheduling}; the class is
 *       public and has a public constructor without parameters.
 *   <li>Name it in {@code META-INF/services/holm.scheduling.Scheduler}.
 *   <li>Put the jar on the class path and its {@link #name} into the configuration of the tier.
 *   <li>Run {@code SchedulerPropertiesTest} against it: it places nothing where it does not fit, the order of the candidates
 *       does not matter, the same seed gives the same answer, and more capacity makes nothing worse.
 * </ol>
 *
 * To add only another reason against a candidate, write a {@link Filter}.
 */
public interface Scheduler {
    /** How an operator names it in the configuration. */
    String name();

    /**
     * @param candidates all of this tier, also silent ones, which are part of the explanation; ids are unique
     * @param seed decides between equals; the same seed gives the same answer
     * @return the candidates that fit, best first, and why each other one does not
     */
    Placement place(Requirements requirements, List<Candidate> candidates, long seed);
}
