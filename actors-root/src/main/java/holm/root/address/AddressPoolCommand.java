package holm.root.address;

import holm.domain.address.IpAddress;
import holm.overlay.address.PoolAnswer;
import holm.overlay.address.PoolRequest;
import holm.persistence.Passivation;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What a pool can be told. Every command is safe to send twice. */
public sealed interface AddressPoolCommand {
    /** Everything that waits, written at once. Answered with one answer for each request, in their order. */
    record Serve(List<PoolRequest> requests, ActorRef<List<PoolAnswer>> replyTo) implements AddressPoolCommand {
        public Serve {
            requests = List.copyOf(requests);
        }
    }

    /** Which ones would be handed out next? */
    record Preview(int count, ActorRef<List<IpAddress>> replyTo) implements AddressPoolCommand {}

    /** From its timer: look for allocations that nobody knows of. */
    record Audit() implements AddressPoolCommand {}

    /** Whoever should have it does not. */
    record Disowned(String owner) implements AddressPoolCommand {}

    /** The owner has it; or did not answer, and is asked again at the next audit. */
    record Confirmed(String owner) implements AddressPoolCommand {}

    /** From the scan at the start: be there, so that audits happen. */
    record Wake() implements AddressPoolCommand {}

    /** From sharding: leave the memory. */
    record Leave() implements AddressPoolCommand, Passivation {}
}
