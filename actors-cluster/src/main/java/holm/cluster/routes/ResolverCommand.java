package holm.cluster.routes;

import holm.domain.ServiceId;
import holm.domain.route.Question;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What the resolver is told. */
public sealed interface ResolverCommand {
    /** From a worker's session: which service is this? Answered once. */
    record Resolve(Question question, ActorRef<Answer> replyTo) implements ResolverCommand {}

    /** From the root. */
    record Answered(Question question, Optional<ServiceId> service) implements ResolverCommand {}

    /** From itself: whoever was asked had time enough. */
    record Tick() implements ResolverCommand {}

    /** @param service empty when nobody has what was asked about, as far as is known now */
    record Answer(Question question, Optional<ServiceId> service) {}
}
