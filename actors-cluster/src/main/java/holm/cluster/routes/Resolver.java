package holm.cluster.routes;

import holm.cluster.ClusterLimits;
import holm.cluster.root.RootCommand;
import holm.domain.ServiceId;
import holm.domain.message.OverlayRequest;
import holm.domain.message.Upward;
import holm.domain.route.Owner;
import holm.domain.route.Question;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Says whose an address or a name is: what runs here or is wanted here is known, the root is asked once for the rest. While the root
 * is away it is nobody's, and may be asked about again at once.
 */
public final class Resolver {
    private final RoutesParts parts;
    private final Questions<ActorRef<ResolverCommand.Answer>> questions =
            new Questions<>(ClusterLimits.QUESTIONS, ClusterLimits.RESOLVE, ClusterLimits.UNKNOWN_FOR);

    private Resolver(RoutesParts parts) {
        this.parts = parts;
    }

    public static Behavior<ResolverCommand> create(RoutesParts parts) {
        return Behaviors.setup(_ -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new ResolverCommand.Tick(), ClusterLimits.TICK);
            var resolver = new Resolver(parts);
            return Behaviors.receiveMessage(command -> {
                resolver.on(command);
                return Behaviors.same();
            });
        }));
    }

    private void on(ResolverCommand command) {
        switch (command) {
            case ResolverCommand.Resolve(var question, var replyTo) -> resolve(question, replyTo);
            case ResolverCommand.Answered(var question, var service) ->
                answer(
                        service.isPresent()
                                ? questions.known(question)
                                : questions.unknown(question, System.nanoTime()),
                        question,
                        service);
            case ResolverCommand.Tick _ ->
                questions
                        .overdue(System.nanoTime())
                        .forEach((question, askers) -> answer(askers, question, Optional.empty()));
        }
    }

    private void resolve(Question question, ActorRef<ResolverCommand.Answer> replyTo) {
        var known = known(question);
        if (known.isPresent()) {
            replyTo.tell(new ResolverCommand.Answer(question, known));
            return;
        }
        if (!parts.rootView().isConnected() || question.key().length() > ClusterLimits.LONGEST_KEY) {
            replyTo.tell(new ResolverCommand.Answer(question, Optional.empty()));
            return;
        }
        switch (questions.ask(question, replyTo, System.nanoTime())) {
            case ASK ->
                parts.root().tell(new RootCommand.Say(new Upward.Overlay(new OverlayRequest.Resolve(question))));
            case WAIT -> {} // answered with the first one
            case UNKNOWN -> replyTo.tell(new ResolverCommand.Answer(question, Optional.empty()));
        }
    }

    /** Where the asker's account is not known for sure only the root can say. */
    private Optional<ServiceId> known(Question question) {
        var key = question.key();
        return question.asker().isEmpty()
                ? parts.rows().servedUnder(key).or(() -> parts.board().find(key))
                : question.asker()
                        .flatMap(this::owner)
                        .flatMap(owner -> parts.rows()
                                .servedUnder(key, owner)
                                .or(() -> parts.board().find(key, owner)));
    }

    private Optional<Owner> owner(ServiceId asker) {
        return parts.board().owner(asker).or(() -> parts.rows().owner(asker));
    }

    private static void answer(
            List<ActorRef<ResolverCommand.Answer>> askers, Question question, Optional<ServiceId> service) {
        askers.forEach(asker -> asker.tell(new ResolverCommand.Answer(question, service)));
    }
}
