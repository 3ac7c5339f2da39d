package holm.overlay.balance;

import holm.domain.address.Policy;
import java.util.List;

/**
 * Chooses among the instances behind a service address, for the clients of one worker. A pure function: the same candidates and
 * the same earlier choice give the same answer. It is asked when the table or a round trip changes, never for a packet: the
 * kernel does what was chosen last.
 *
 * <p>To add a policy see CONTRIBUTING.md. The root knows its word and block, workers choose by it; a worker without it takes
 * turns instead. It is called from several threads at once.
 */
public interface BalancingPolicy {
    /** Its word and block; always the same. */
    Policy policy();

    /**
     * @param candidates every live endpoint that has the family of the address, by instance number
     * @param before what this policy chose for this address last, {@link Choice#NONE} at first; for policies that do not follow
     *     every wobble. It may name instances that are gone
     * @return some of the candidates; nobody only when there are none
     */
    Choice choose(List<Candidate> candidates, Choice before);
}
