package holm.scheduling;

import holm.domain.Candidate;
import java.util.List;
import java.util.Optional;

/**
 * One reason why a candidate cannot take an instance. A pure function: no clock, no randomness, no state.
 *
 * <p>To add one:
 *
 * <ol>
 *   <li>Write a class {@code XFilter implements Filter} in this package, of some ten lines: {@link #objection} says why this
 *       candidate cannot, with what is needed and what is there; {@link #summary} says it once for all that it excluded.
 *   <li>Choose its {@link Ground}, from which the status follows that people see.
 *   <li>Put it into {@link DefaultScheduler#FILTERS}: cheap ones and those that exclude most come first.
 *   <li>If it serves a need that a descriptor can state already, take the sentence about it out of the domain's
 *       {@code UnservedNeeds}, so that such services no longer wait.
 *   <li>Test it in {@code FiltersTest}; {@code SchedulerPropertiesTest} holds for it without a change.
 * </ol>
 *
 * More of anything must never turn a candidate that fits into one that does not.
 */
interface Filter {
    /** What sort of reason it is. */
    enum Ground {
        /** Nothing is known about it now. */
        SILENT,
        /** Somebody said by name that it should be another one. */
        NOT_NAMED,
        /** It will never do, however idle it is. */
        UNQUALIFIED,
        /** It would do if it had more left. */
        FULL
    }

    /** A word for programs, for example {@code memory}. */
    String name();

    Ground ground();

    /** @return why {@code candidate} cannot take it, for a person; empty when this filter has no objection */
    Optional<String> objection(Requirements requirements, Candidate candidate);

    /**
     * @param excluded those that this filter excluded, at least one
     * @return one phrase about all of them, for example {@code 2 lack memory (need 4096 MiB, most has 512)}
     */
    String summary(Requirements requirements, List<Candidate> excluded);
}
