package holm.cluster.routes;

import holm.cluster.ClusterLimits;
import holm.cluster.root.RootCommand;
import holm.domain.ServiceId;
import holm.domain.message.OverlayRequest;
import holm.domain.message.Upward;
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
            case ResolverCommand.Resolve(var key, var replyTo) -> resolve(key, replyTo);
            case ResolverCommand.Answered(var key, var service) ->
                answer(
                        service.isPresent() ? questions.known(key) : questions.unknown(key, System.nanoTime()),
                        key,
                        service);
            case ResolverCommand.Tick _ ->
                questions.overdue(System.nanoTime()).forEach((key, askers) -> answer(askers, key, Optional.empty()));
        }
    }

    private void resolve(String key, ActorRef<ResolverCommand.Answer> replyTo) {
        var known = parts.rows().servedUnder(key).or(() -> parts.board().find(key));
        if (known.isPresent()) {
            replyTo.tell(new ResolverCommand.Answer(key, known));
            return;
        }
        if (!parts.rootView().isConnected() || key.length() > ClusterLimits.LONGEST_KEY) {
            replyTo.tell(new ResolverCommand.Answer(key, Optional.empty()));
            return;
        }
        switch (questions.ask(key, replyTo, System.nanoTime())) {
            case ASK -> parts.root().tell(new RootCommand.Say(new Upward.Overlay(new OverlayRequest.Resolve(key))));
            case WAIT -> {} // answered with the first one
            case UNKNOWN -> replyTo.tell(new ResolverCommand.Answer(key, Optional.empty()));
        }
    }

    private static void answer(List<ActorRef<ResolverCommand.Answer>> askers, String key, Optional<ServiceId> service) {
        askers.forEach(asker -> asker.tell(new ResolverCommand.Answer(key, service)));
    }
}
