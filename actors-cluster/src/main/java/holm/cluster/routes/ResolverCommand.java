package holm.cluster.routes;

import holm.domain.ServiceId;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What the resolver is told. */
public sealed interface ResolverCommand {
    /** From a worker's session: which service is this? Answered once. */
    record Resolve(String key, ActorRef<Answer> replyTo) implements ResolverCommand {}

    /** From the root. */
    record Answered(String key, Optional<ServiceId> service) implements ResolverCommand {}

    /** From itself: whoever was asked had time enough. */
    record Tick() implements ResolverCommand {}

    /** @param service empty when nobody has this key, as far as is known now */
    record Answer(String key, Optional<ServiceId> service) {}
}
