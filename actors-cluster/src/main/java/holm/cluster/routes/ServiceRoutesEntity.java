package holm.cluster.routes;

import holm.cluster.ClusterLimits;
import holm.cluster.root.RootCommand;
import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.RoutesAssembly;
import holm.domain.message.Upward;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import holm.wire.link.Pages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * The sharded actor around {@link ServiceRoutesState}: reads rows, sends what came together, and answers who waits for a withdrawal.
 * Nothing is stored; whatever it forgets when it goes is read or said again (decision 0008).
 */
public final class ServiceRoutesEntity extends AbstractBehavior<ServiceRoutesCommand> {
    /** The name under which shards know these entities. */
    public static final String KIND = "cluster-service-routes";

    /** Who waits for a withdrawal, and for which version to be everywhere. */
    private record Waiting(long version, ActorRef<Done> replyTo) {}

    private final TimerScheduler<ServiceRoutesCommand> timers;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final RoutesParts parts;
    private final ServiceId service;
    private final RoutesAssembly incoming = new RoutesAssembly();
    /** Of those who are interested. */
    private final Map<WorkerId, ActorRef<OverlayUpdate>> updates = new HashMap<>();

    private final Map<InstanceId, Integer> cpuPercent = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private ServiceRoutesState state;
    private boolean wantedAbove;
    private boolean isResting;
    /** What was heard since it asked to leave the memory: its successor has to hear it too. */
    private final List<ServiceRoutesCommand> heardLeaving = new ArrayList<>();

    private boolean isLeaving;

    private ServiceRoutesEntity(
            ActorContext<ServiceRoutesCommand> context,
            TimerScheduler<ServiceRoutesCommand> timers,
            ActorRef<ClusterSharding.ShardCommand> shard,
            String id,
            ClusterId cluster,
            RoutesParts parts) {
        super(context);
        this.timers = timers;
        this.shard = shard;
        this.parts = parts;
        this.service = new ServiceId(id);
        this.state = ServiceRoutesState.empty(service, cluster);
        parts.rows().serving(service).forEach(row -> look(row.instance()));
        restLater();
    }

    /** To be made only once this cluster knows who it is; nobody can be interested, and nothing runs, before. */
    public static Behavior<ServiceRoutesCommand> create(
            String id, ActorRef<ClusterSharding.ShardCommand> shard, RoutesParts parts) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> parts.rootView()
                .membership()
                .<Behavior<ServiceRoutesCommand>>map(
                        who -> new ServiceRoutesEntity(context, timers, shard, id, who.cluster(), parts))
                .orElseGet(Behaviors::stopped)));
    }

    @Override
    public Receive<ServiceRoutesCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(ServiceRoutesCommand.Leave.class, _ -> leave())
                .onAnyMessage(this::on)
                .onSignal(PostStop.class, _ -> {
                    parts.board().unwanted(service);
                    waiting.forEach(one -> one.replyTo().tell(Done.getInstance()));
                    return this;
                })
                .build();
    }

    private Behavior<ServiceRoutesCommand> leave() {
        heardLeaving.forEach(parts.entities().routes(service)::tell);
        return Behaviors.stopped();
    }

    private Behavior<ServiceRoutesCommand> on(ServiceRoutesCommand command) {
        if (isLeaving && isOfOthers(command)) {
            heardLeaving.add(command);
        }
        var before = state;
        switch (command) {
            case ServiceRoutesCommand.Look(var instance) -> look(instance);
            case ServiceRoutesCommand.Withdraw(var instance, var replyTo) -> {
                look(instance);
                waiting.add(new Waiting(state.version(), replyTo));
            }
            case ServiceRoutesCommand.Busy(var instance, var percent) -> {
                cpuPercent.put(instance, percent);
                look(instance);
            }
            case ServiceRoutesCommand.Interested(var worker, var session, var version, var to) -> {
                updates.put(worker, to);
                state = state.interested(worker, session, version);
            }
            case ServiceRoutesCommand.StillInterested(var worker, var session, var to) -> {
                updates.put(worker, to);
                state = state.stillInterested(worker, session);
            }
            case ServiceRoutesCommand.Uninterested(var worker, var session) ->
                state = state.uninterested(worker, session);
            case ServiceRoutesCommand.Applied(var worker, var session, var version) ->
                state = state.applied(worker, session, version);
            case ServiceRoutesCommand.Foreign(var routes) ->
                incoming.add(routes).ifPresent(whole -> state = state.foreign(whole, parts.versions()));
            case ServiceRoutesCommand.Gone _ -> {
                tellGone();
                state = state.abandoned();
            }
            case ServiceRoutesCommand.WantedAbove(var wanted) -> {
                wantedAbove = wanted;
                if (wanted) {
                    tellEndpoints();
                }
            }
            case ServiceRoutesCommand.Show(var replyTo) -> replyTo.tell(shown());
            case ServiceRoutesCommand.Flush _ -> {} // below, whatever came
            case ServiceRoutesCommand.Enough _ -> enough();
            case ServiceRoutesCommand.Rest _ -> rest();
            case ServiceRoutesCommand.Leave _ -> {} // taken before
        }
        follow(before, command);
        return this;
    }

    private void look(InstanceId instance) {
        var row = parts.rows().find(instance);
        var endpoint = row.flatMap(found -> found.endpoint(state.cluster())).map(this::withLoad);
        if (endpoint.isEmpty()) {
            cpuPercent.remove(instance);
        }
        state = state.local(
                instance,
                row.flatMap(found -> found.serving()).map(serving -> serving.about()),
                endpoint,
                parts.versions());
    }

    private Endpoint withLoad(Endpoint endpoint) {
        return endpoint.busy(cpuPercent.getOrDefault(endpoint.instance(), 0));
    }

    private void follow(ServiceRoutesState before, ServiceRoutesCommand command) {
        if (before.subscribers().isEmpty() != state.subscribers().isEmpty()) {
            tellInterest();
        }
        if (command instanceof ServiceRoutesCommand.Foreign
                && state.subscribers().isEmpty()) {
            tellRoot(new OverlayRequest.Uninterested(List.of(service)));
        }
        if (!state.subscribers().isEmpty() && (before.subscribers().isEmpty() || before.version() != state.version())) {
            parts.board().wanted(service, state.foreignVersion(), table());
        }
        if (wantedAbove && !before.local().equals(state.local())) {
            tellEndpoints();
        }
        if (command instanceof ServiceRoutesCommand.Interested asked) {
            // A packet may wait for it: not for changes that may come together with it.
            send(state.flush(Set.of(asked.worker())));
        }
        if (command instanceof ServiceRoutesCommand.Flush || !timers.isTimerActive(new ServiceRoutesCommand.Flush())) {
            flush();
        }
        if (updates.size() > state.subscribers().size()) {
            updates.keySet().retainAll(state.subscribers().keySet());
        }
        answerWhoWaits();
        if (!isResting && isIdle()) {
            restLater();
        }
        isResting = isIdle();
    }

    /** The first change goes out at once; what follows closely goes together. */
    private void flush() {
        if (send(state.flush(state.subscribers().keySet()))) {
            timers.startSingleTimer(new ServiceRoutesCommand.Flush(), ClusterLimits.ROUTES_TOGETHER);
        }
    }

    /** @return whether there was something to send */
    private boolean send(ServiceRoutesState.Flush flush) {
        state = flush.next();
        flush.messages().forEach((worker, messages) -> {
            var to = updates.get(worker);
            if (to != null) {
                messages.forEach(to::tell);
            }
        });
        if (!flush.messages().isEmpty()) {
            parts.metrics().routesSent(flush.messages().size());
        }
        if (state.isWaitedFor() && !timers.isTimerActive(new ServiceRoutesCommand.Enough())) {
            timers.startSingleTimer(new ServiceRoutesCommand.Enough(), ClusterLimits.WITHDRAWN);
        }
        return !flush.messages().isEmpty();
    }

    private void answerWhoWaits() {
        waiting.removeIf(one -> {
            var isDone = state.isAppliedEverywhere(one.version());
            if (isDone) {
                one.replyTo().tell(Done.getInstance());
            }
            return isDone;
        });
        if (!waiting.isEmpty() && !timers.isTimerActive(new ServiceRoutesCommand.Enough())) {
            timers.startSingleTimer(new ServiceRoutesCommand.Enough(), ClusterLimits.WITHDRAWN);
        }
    }

    /** A worker that does not answer keeps nothing from being stopped, and nobody from being told. */
    private void enough() {
        waiting.forEach(one -> one.replyTo().tell(Done.getInstance()));
        waiting.clear();
        state = state.forgiving();
    }

    private boolean isIdle() {
        return state.subscribers().isEmpty() && !wantedAbove && waiting.isEmpty();
    }

    private void restLater() {
        timers.startSingleTimer(new ServiceRoutesCommand.Rest(), ClusterLimits.REST);
    }

    /** Nobody else would say it again for long; rows are read anew, and a withdrawal is answered. */
    private static boolean isOfOthers(ServiceRoutesCommand command) {
        return command instanceof ServiceRoutesCommand.Interested
                || command instanceof ServiceRoutesCommand.StillInterested
                || command instanceof ServiceRoutesCommand.Uninterested
                || command instanceof ServiceRoutesCommand.WantedAbove;
    }

    private void rest() {
        if (isIdle()) {
            isLeaving = true;
            shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
        }
    }

    private void tellInterest() {
        if (state.subscribers().isEmpty()) {
            parts.board().unwanted(service);
            tellRoot(new OverlayRequest.Uninterested(List.of(service)));
        } else {
            tellRoot(new OverlayRequest.Interested(Map.of(service, state.foreignVersion())));
        }
    }

    private void tellGone() {
        var gone = new OverlayUpdate.Gone(List.of(service));
        state.subscribers()
                .keySet()
                .forEach(worker -> Optional.ofNullable(updates.get(worker)).ifPresent(to -> to.tell(gone)));
    }

    private void tellEndpoints() {
        var version = parts.versions().getAsLong();
        var interested = List.copyOf(state.subscribers().keySet());
        var pages = Pages.of(List.copyOf(state.local().values()));
        if (pages.isEmpty()) {
            tellRoot(new OverlayRequest.Endpoints(service, version, 1, 1, List.of(), interested));
        }
        var part = 0;
        for (var page : pages) {
            part++;
            tellRoot(new OverlayRequest.Endpoints(service, version, part, pages.size(), page, interested));
        }
    }

    private void tellRoot(OverlayRequest request) {
        parts.root().tell(new RootCommand.Say(new Upward.Overlay(request)));
    }

    private ServiceRoutesCommand.Shown shown() {
        return new ServiceRoutesCommand.Shown(
                table(), state.subscribers().keySet().stream().sorted().toList());
    }

    private Optional<RouteTable> table() {
        return state.routes()
                .map(now -> RouteTable.of(
                        now.about(), now.version(), now.endpoints().values()));
    }
}
