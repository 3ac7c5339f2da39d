package holm.root.placement;

import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.descriptor.ServiceDescriptor;
import holm.root.instance.InstanceCommand;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Chooses clusters for instances, one after the other, so that each choice knows the ones before it. Remembers who found no place
 * and wakes them when there is more room.
 */
public final class Placer extends AbstractBehavior<Placer.Command> {
    /** What a placer can be told. */
    public sealed interface Command {
        /**
         * Choose a cluster.
         *
         * @param basis handed back, so that the asker recognises an old answer
         * @param refusals clusters that did not take it, with their reasons
         */
        record Place(
                InstanceId instance,
                ServiceDescriptor descriptor,
                Fence basis,
                Map<ClusterId, String> refusals,
                ActorRef<InstanceCommand> replyTo)
                implements Command {}

        /**
         * A cluster said what it has: what it was promised before is in there.
         *
         * @param more whether it has more of anything than before
         */
        record Heard(ClusterId cluster, boolean more) implements Command {}

        /** This instance is not waiting any more. */
        record Forget(InstanceId instance) implements Command {}
    }

    /** Waking all of 10,000 at once for one free place would only make most of them wait again. */
    private static final int WOKEN_AT_ONCE = 200;

    private final ClusterChoice choice;
    private final Map<ClusterId, Resources> promised = new HashMap<>();
    private final Map<InstanceId, ActorRef<InstanceCommand>> waiting = new LinkedHashMap<>();

    private Placer(ActorContext<Command> context, ClusterChoice choice) {
        super(context);
        this.choice = choice;
    }

    public static Behavior<Command> create(ClusterChoice choice) {
        return Behaviors.setup(context -> new Placer(context, choice));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::onCommand).build();
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Command.Place place -> place(place);
            case Command.Heard(var cluster, var more) -> {
                if (promised.remove(cluster) != null || more) {
                    wakeSome();
                }
            }
            case Command.Forget(var instance) -> waiting.remove(instance);
        }
        return this;
    }

    private void place(Command.Place place) {
        var placement = choice.place(place.instance().service(), place.descriptor(), place.refusals(), promised);
        var best = placement.ranked().stream()
                .map(ClusterId::new)
                .filter(id -> !place.refusals().containsKey(id))
                .findFirst();
        if (best.isPresent()) {
            promised.merge(best.get(), place.descriptor().need(), Resources::plus);
            waiting.remove(place.instance());
        } else {
            waiting.put(place.instance(), place.replyTo());
        }
        place.replyTo().tell(new InstanceCommand.Placed(place.basis(), placement));
    }

    private void wakeSome() {
        var next = waiting.entrySet().stream()
                .limit(WOKEN_AT_ONCE)
                .map(Map.Entry::copyOf)
                .toList();
        next.forEach(entry -> {
            waiting.remove(entry.getKey());
            entry.getValue().tell(new InstanceCommand.Wake());
        });
    }
}
