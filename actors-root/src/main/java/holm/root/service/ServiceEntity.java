package holm.root.service;

import holm.domain.Decision;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.persistence.Entity;
import holm.persistence.FeedEntry;
import holm.persistence.View;
import holm.root.address.InstanceAddresses;
import holm.root.instance.InstanceCommand;
import holm.root.instance.InstanceDefinition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * The sharded actor around {@link ServiceState}: persists what it decided, then tells every wanted instance that it is wanted and
 * every other that it is not, until each has confirmed.
 */
public final class ServiceEntity extends Entity<ServiceCommand, ServiceEvent, ServiceState> {
    public static final String KIND = "root-service";
    public static final EntityTypeKey<ServiceCommand> TYPE = EntityTypeKey.create(ServiceCommand.class, KIND);

    /** Messages inside this process are lost only when an entity restarts. */
    private static final Duration TELL_AGAIN = Duration.ofSeconds(5);

    /** Whoever deploys often finds it awake. */
    private static final Duration REST = Duration.ofMinutes(5);

    /** The one thing that a timer brings next. */
    private static final String NEXT = "next";

    private final TimerScheduler<ServiceCommand> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final ServiceParts parts;
    private final ServiceId service;
    /** Wanted instances that may not know it yet, and their addresses once they are known. */
    private final Map<Integer, Optional<AddressPair>> unconfirmed = new TreeMap<>();
    /** Those whose addresses the pools are looking for. */
    private final Set<Integer> asked = new HashSet<>();
    /** Whether the pools are looking for addresses of the service itself. */
    private boolean addressing;

    private ServiceEntity(
            ActorContext<ServiceCommand> context,
            TimerScheduler<ServiceCommand> timers,
            ActorRef<ClusterSharding.ShardCommand> shard,
            ServiceParts parts,
            ServiceId service) {
        super(context, parts.store(), KIND, service.value());
        this.timers = timers;
        this.shard = shard;
        this.parts = parts;
        this.service = service;
    }

    public static Behavior<ServiceCommand> create(
            ServiceParts parts, ActorRef<ClusterSharding.ShardCommand> shard, String id) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ServiceEntity(context, timers, shard, parts, new ServiceId(id))));
    }

    @Override
    public ServiceState emptyState() {
        return ServiceState.UNKNOWN;
    }

    @Override
    protected Decision<ServiceEvent> decide(ServiceState state, ServiceCommand command) {
        return state.decide(command);
    }

    @Override
    protected ServiceState apply(ServiceState state, ServiceEvent event) {
        return state.apply(event);
    }

    @Override
    protected Optional<View> view(ServiceState state) {
        return state instanceof ServiceState.Known known
                ? Optional.of(new View(known.definition().application().value(), ServiceRow.of(service, known)))
                : Optional.empty();
    }

    @Override
    protected List<FeedEntry> feed(ServiceState before, ServiceState after, List<ServiceEvent> events) {
        return ServiceFeed.entries(service, before, after, events);
    }

    /** Instances that have a row know that they are wanted: 10,000 settled ones are not woken. */
    @Override
    protected void onWake(ServiceState state) {
        if (state instanceof ServiceState.Known known) {
            known.wanted().stream()
                    .filter(number -> !parts.hasRow(new InstanceId(service, number)))
                    .forEach(number -> unconfirmed.put(number, Optional.empty()));
        }
        work(state);
    }

    private void leave() {
        leave(
                shard,
                state -> state instanceof ServiceState.Known known && hasWork(known),
                parts.entities().service(service),
                new ServiceCommand.Wake());
    }

    /** Pools write down who gets which address while this writes down that there are more instances. */
    @Override
    protected CompletionStage<Done> meanwhile(ServiceState before, ServiceCommand command, List<ServiceEvent> events) {
        var more = events.stream()
                .mapToInt(event -> event instanceof ServiceEvent.InstancesAdded(var count) ? count : 0)
                .sum();
        if (more == 0 || !(before instanceof ServiceState.Known known)) {
            return super.meanwhile(before, command, events);
        }
        var first = known.nextNumber();
        return askForAddresses(
                        known, IntStream.range(first, first + more).boxed().toList())
                .thenApply(_ -> Done.getInstance());
    }

    private CompletionStage<Map<Integer, AddressPair>> askForAddresses(
            ServiceState.Known known, List<Integer> numbers) {
        asked.addAll(numbers);
        var definition = known.definition();
        var addresses = parts.instanceAddresses().take(service, definition.owner(), definition.descriptor(), numbers);
        context().pipeToSelf(addresses, (given, failure) -> addressed(numbers, given, failure));
        return addresses;
    }

    private static ServiceCommand addressed(
            List<Integer> numbers, @Nullable Map<Integer, AddressPair> given, @Nullable Throwable failure) {
        return given != null
                ? new ServiceCommand.InstancesAddressed(given)
                : new ServiceCommand.InstancesNotAddressed(
                        numbers, failure != null && InstanceAddresses.isDry(failure));
    }

    @Override
    protected void afterPersist(ServiceState before, ServiceState after, List<ServiceEvent> events) {
        if (after instanceof ServiceState.Known now) {
            unconfirmed.keySet().retainAll(now.wanted());
            if (before instanceof ServiceState.Known was) {
                now.wanted().minusAll(was.wanted()).forEach(number -> unconfirmed.put(number, Optional.empty()));
            }
        }
        events.forEach(event -> giveBack(before, event));
        if (events.stream().noneMatch(ServiceEvent.InstanceGone.class::isInstance)
                || after instanceof ServiceState.Deleted) {
            work(after);
        }
    }

    private void giveBack(ServiceState before, ServiceEvent event) {
        switch (event) {
            case ServiceEvent.InstanceGone(var number) ->
                parts.instanceAddresses().giveBack(service, number);
            case ServiceEvent.DeletionStarted _ ->
                parts.serviceAddresses()
                        .giveBack(service, before instanceof ServiceState.Known known && known.nextNumber() == 0);
            case ServiceEvent.Created _,
                    ServiceEvent.Addressed _,
                    ServiceEvent.InstancesAdded _,
                    ServiceEvent.InstancesDismissed _,
                    ServiceEvent.Weighed _,
                    ServiceEvent.Deleted _ -> {}
        }
    }

    @Override
    protected void afterCommand(
            ServiceState before, ServiceCommand command, List<ServiceEvent> events, ServiceState state) {
        switch (command) {
            case ServiceCommand.InstanceKnown(var number) -> unconfirmed.remove(number);
            case ServiceCommand.Judge judge -> judge.replyTo().tell(state.judge(judge.number()));
            case ServiceCommand.Holds(var instance, var replyTo) -> replyTo.tell(state.holds(instance));
            case ServiceCommand.Addressed _ -> addressing = false;
            case ServiceCommand.InstancesAddressed(var addresses) -> {
                asked.removeAll(addresses.keySet());
                addresses.forEach((number, pair) -> unconfirmed.computeIfPresent(number, (_, _) -> Optional.of(pair)));
                work(state);
            }
            case ServiceCommand.InstancesNotAddressed(var numbers, var _) -> numbers.forEach(asked::remove);
            case ServiceCommand.Wake _ -> work(state);
            case ServiceCommand.Rest _ -> leave();
            case ServiceCommand.Create _,
                    ServiceCommand.AddInstance _,
                    ServiceCommand.RemoveInstance _,
                    ServiceCommand.SetReplicas _,
                    ServiceCommand.Weigh _,
                    ServiceCommand.Delete _,
                    ServiceCommand.InstanceGone _,
                    ServiceCommand.Leave _ -> {}
        }
    }

    private void work(ServiceState state) {
        switch (state) {
            case ServiceState.Known known -> tellInstances(known);
            case ServiceState.Deleted _ -> {
                timers.cancelAll();
                leave();
            }
            case ServiceState.Unknown _ -> timers.startSingleTimer(NEXT, new ServiceCommand.Rest(), REST);
        }
    }

    private void tellInstances(ServiceState.Known known) {
        var self = context().getSelf();
        var unaddressed = unconfirmed.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty() && !asked.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        if (!unaddressed.isEmpty()) {
            askForAddresses(known, unaddressed);
        }
        unconfirmed.forEach((number, addresses) -> addresses.ifPresent(pair ->
                instance(number, new InstanceCommand.Want(definitionOf(known.definition(), pair), self))));
        known.stopping().forEach(number -> instance(number, new InstanceCommand.Dismiss(self)));
        if (!isAddressed(known) && !known.deleting() && !addressing) {
            completeAddresses(known.definition());
        }
        if (hasWork(known)) {
            timers.startSingleTimer(NEXT, new ServiceCommand.Wake(), TELL_AGAIN);
        } else {
            timers.startSingleTimer(NEXT, new ServiceCommand.Rest(), REST);
        }
    }

    private boolean hasWork(ServiceState.Known known) {
        return !unconfirmed.isEmpty() || !known.stopping().isEmpty() || !isAddressed(known);
    }

    private boolean isAddressed(ServiceState.Known known) {
        return parts.serviceAddresses().areWhole(known.definition().addresses());
    }

    /** It is older than addresses, or than some policy. */
    private void completeAddresses(ServiceDefinition definition) {
        addressing = true;
        context()
                .pipeToSelf(
                        parts.serviceAddresses().complete(service, definition.owner(), definition.descriptor()),
                        (addresses, _) -> new ServiceCommand.Addressed(addresses == null ? Map.of() : addresses));
    }

    private static InstanceDefinition definitionOf(ServiceDefinition service, AddressPair addresses) {
        return new InstanceDefinition(service.application(), service.owner(), service.descriptor(), addresses);
    }

    private void instance(int number, InstanceCommand command) {
        parts.entities().instance(new InstanceId(service, number)).tell(command);
    }
}
