package holm.scheduling;

import holm.domain.Candidate;
import java.util.List;

/** Chooses where an instance should run. A pure function; found by {@link java.util.ServiceLoader}, so that it can be replaced. */
public interface Scheduler {
    /** How an operator names it in the configuration. */
    String name();

    /**
     * @param seed decides between equals; the same seed gives the same answer
     * @return the candidates that fit, best first, and why each other one does not
     */
    Placement place(Requirements requirements, List<Candidate> candidates, long seed);
}
