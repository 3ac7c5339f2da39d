package holm.cluster.root;

import holm.cluster.ClusterLimits;
import holm.cluster.Entities;
import holm.cluster.SetAssembly;
import holm.cluster.instance.InstanceCommand;
import holm.cluster.instance.InstanceRow;
import holm.cluster.instance.InstanceRows;
import holm.cluster.routes.RootOverlay;
import holm.cluster.worker.DirectoryCommand;
import holm.domain.Candidate;
import holm.domain.ClusterId;
import holm.domain.HexId;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.domain.message.Actual;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import holm.domain.message.Wanted;
import holm.wire.link.LinkCodec;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.LinkSettings;
import holm.wire.link.Pages;
import holm.wire.link.WebSocketClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The lower end of the link to the root. Connects for as long as it lives; what is said while the root is away is not kept,
 * because the rows are: the comparison of sets at the next connection says it again.
 */
public final class RootLink extends AbstractBehavior<RootCommand> {
    /** Where the root takes clusters. */
    private static final String PATH = "/link/cluster";

    /**
     * What it needs of others.
     *
     * @param self what this cluster has now; asked by this actor, must not block
     * @param remember keeps the membership on the disk; blocks
     * @param logs relays the log of an instance under a request's id
     * @param workers answers what the root asks about workers
     */
    public record Parts(
            String clusterName,
            URI rootUri,
            RootView view,
            InstanceRows rows,
            Entities entities,
            Supplier<Candidate> self,
            Remember remember,
            LogForwarding logs,
            WorkerQuestions workers) {}

    /** Keeps the membership. */
    @FunctionalInterface
    public interface Remember {
        /** @throws java.sql.SQLException when it could not be kept */
        void remember(Membership membership) throws java.sql.SQLException;
    }

    private final Parts parts;
    private final SetAssembly<Wanted> incoming = new SetAssembly<>();
    private Optional<ActorRef<LinkCommand<Upward>>> link = Optional.empty();
    private Optional<RootOverlay> overlay = Optional.empty();
    private boolean welcomed;
    private Optional<Candidate> told = Optional.empty();
    private long toldNanos = System.nanoTime();

    private RootLink(ActorContext<RootCommand> context, Parts parts) {
        super(context);
        this.parts = parts;
    }

    public static Behavior<RootCommand> create(Parts parts) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new RootCommand.Tick(), ClusterLimits.CAPACITY_CHANGE);
            ActorRef<LinkEvent<Downward, Upward>> ears = context.spawn(
                    Behaviors.receiveMessage(event -> {
                        context.getSelf().tell(new RootCommand.FromLink(event));
                        return Behaviors.same();
                    }),
                    "ears");
            context.spawn(
                    WebSocketClient.create(
                            parts.rootUri().resolve(PATH), LinkCodec.lower(), LinkSettings.DEFAULT, ears),
                    "socket");
            return new RootLink(context, parts);
        }));
    }

    @Override
    public Receive<RootCommand> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::on).build();
    }

    private Behavior<RootCommand> on(RootCommand command) {
        switch (command) {
            case RootCommand.FromLink(var event) -> heard(event);
            case RootCommand.Say(var message) -> {
                if (welcomed) {
                    send(message);
                }
            }
            case RootCommand.Serve(var taker) -> {
                overlay = Optional.of(taker);
                if (welcomed) {
                    startOverlay();
                }
            }
            case RootCommand.Remembered(var membership) -> remembered(membership);
            case RootCommand.Forgotten(var reason) -> leave("its welcome could not be kept: " + reason);
            case RootCommand.Tick _ -> tellCapacity();
        }
        return this;
    }

    private void heard(LinkEvent<Downward, Upward> event) {
        switch (event) {
            case LinkEvent.Opened<Downward, Upward> opened -> {
                link = Optional.of(opened.link());
                var known = parts.view().membership();
                send(new Upward.Hello(
                        known.map(Membership::installation),
                        known.map(membership -> membership.cluster().value()),
                        known.map(Membership::rootGeneration).orElse(0L),
                        parts.self().get()));
            }
            case LinkEvent.Received<Downward, Upward> received -> received(received.message());
            case LinkEvent.Closed<Downward, Upward> closed -> {
                if (welcomed) {
                    getContext().getLog().warn("The root is away: {}", closed.reason());
                    parts.view().away(closed.reason());
                    overlay.ifPresent(RootOverlay::closed);
                }
                link = Optional.empty();
                welcomed = false;
            }
            case LinkEvent.Unreachable<Downward, Upward>(var reason) -> trouble("the root is not reached: " + reason);
        }
    }

    private void received(Downward message) {
        switch (message) {
            case Downward.Welcome welcome -> welcome(welcome);
            case Downward.Rejected(var code, var reason) ->
                trouble("the root refused this cluster, %s: %s".formatted(code, reason));
            case Downward.WantedBegin(var set) -> incoming.begin(set);
            case Downward.WantedPage(var set, var page) -> incoming.page(set, page);
            case Downward.WantedEnd(var set, var total) ->
                incoming.end(set, total).ifPresent(this::compare);
            case Downward.Deploy(var assignment) -> tell(assignment.instance(), new InstanceCommand.Assign(assignment));
            case Downward.Stop(var instance, var fence) -> tell(instance, new InstanceCommand.Stop(fence));
            case Downward.Judged(var instance, var fence, var verdict) -> {
                if (verdict == Verdict.GONE || verdict == Verdict.REPLACED) {
                    tell(instance, new InstanceCommand.Stop(fence));
                }
            }
            case Downward.Tell(var instances) ->
                instances.forEach(instance ->
                        parts.rows().find(instance).flatMap(InstanceRow::voice).ifPresent(this::send));
            case Downward.Overlay(var update) -> overlay.ifPresent(taker -> taker.received(update));
            case Downward.OpenLog(var request, var instance, var query) ->
                parts.logs().forward(request, instance, query);
            case Downward.ListWorkers(var request) ->
                parts.workers().list(request).forEach(this::send);
            case Downward.RemoveWorker(var request, var worker) -> remove(request, worker);
        }
    }

    private void remove(String request, WorkerId worker) {
        getContext()
                .askWithStatus(
                        Done.class,
                        parts.workers().directory(),
                        ClusterLimits.REMOVED,
                        replyTo -> new DirectoryCommand.Remove(worker, replyTo),
                        (_, failure) -> new RootCommand.Say(WorkerQuestions.removed(request, failure)));
    }

    private void welcome(Downward.Welcome welcome) {
        var known = parts.view().membership();
        if (!HexId.isValid(welcome.id()) || !welcome.clusterName().equals(parts.clusterName())) {
            leave("its welcome is for cluster %s with id %s".formatted(welcome.clusterName(), welcome.id()));
            return;
        }
        if (known.filter(one -> !one.installation().equals(welcome.installation()))
                .isPresent()) {
            leave("it is another installation, %s".formatted(welcome.installation()));
            return;
        }
        if (known.filter(one -> one.rootGeneration() > welcome.generation()).isPresent()) {
            leave("its database is older than the one that was met before: an older copy was restored");
            return;
        }
        var now = new Membership(welcome.installation(), new ClusterId(welcome.id()), welcome.generation());
        if (known.filter(now::equals).isPresent()) {
            remembered(now);
            return;
        }
        getContext()
                .pipeToSelf(
                        CompletableFuture.runAsync(
                                () -> keep(now), task -> Thread.ofVirtual().start(task)),
                        (_, failure) -> failure == null
                                ? new RootCommand.Remembered(now)
                                : new RootCommand.Forgotten(String.valueOf(failure.getMessage())));
    }

    private void keep(Membership membership) {
        try {
            parts.remember().remember(membership);
        } catch (java.sql.SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void remembered(Membership membership) {
        parts.view().joined(membership);
        if (link.isEmpty()) {
            parts.view().away("the root closed the link");
            return;
        }
        welcomed = true;
        told = Optional.empty();
        var actual = parts.rows().all().stream().map(RootLink::actual).toList();
        send(new Upward.ActualBegin(1));
        Pages.of(actual).forEach(page -> send(new Upward.ActualPage(1, page)));
        send(new Upward.ActualEnd(1, actual.size()));
        startOverlay();
        getContext()
                .getLog()
                .info(
                        "Connected to the root as cluster {}; {} instances are here",
                        membership.cluster(),
                        actual.size());
    }

    private void startOverlay() {
        overlay.ifPresent(taker -> taker.connected().forEach(request -> send(new Upward.Overlay(request))));
    }

    /** What is wanted and unknown is asked for; what is here and not wanted is asked about. Absence stops nothing. */
    private void compare(List<Wanted> wanted) {
        var want = wanted.stream().filter(this::isNewer).map(Wanted::instance).toList();
        pages(want).forEach(page -> send(new Upward.Want(page)));
        var named = wanted.stream().map(Wanted::instance).collect(Collectors.toSet());
        var ask = parts.rows().all().stream()
                .filter(row -> !named.contains(row.instance()))
                .map(RootLink::actual)
                .toList();
        pages(ask).forEach(page -> send(new Upward.Ask(page)));
        getContext()
                .getLog()
                .info(
                        "The root wants {} instances here: {} are new, {} are asked about",
                        wanted.size(),
                        want.size(),
                        ask.size());
    }

    private boolean isNewer(Wanted wanted) {
        return parts.rows()
                .find(wanted.instance())
                .filter(row -> row.fence().assignment() >= wanted.fence().assignment())
                .isEmpty();
    }

    private static Actual actual(InstanceRow row) {
        return new Actual(row.instance(), row.fence(), row.standing().status());
    }

    private static <T> List<List<T>> pages(List<T> all) {
        var pages = new ArrayList<List<T>>();
        for (var from = 0; from < all.size(); from += ClusterLimits.IDS_IN_A_MESSAGE) {
            pages.add(List.copyOf(all.subList(from, Math.min(from + ClusterLimits.IDS_IN_A_MESSAGE, all.size()))));
        }
        return pages;
    }

    private void tellCapacity() {
        if (!welcomed) {
            return;
        }
        var now = parts.self().get();
        var isDue = Duration.ofNanos(System.nanoTime() - toldNanos).compareTo(ClusterLimits.CAPACITY) >= 0;
        if (isDue || !told.equals(Optional.of(now))) {
            told = Optional.of(now);
            toldNanos = System.nanoTime();
            send(new Upward.Capacity(now));
        }
    }

    /** The root is not the one this cluster belongs to: everything goes on without it, and the operator is told. */
    private void leave(String why) {
        trouble("this root is not taken: " + why);
        link.ifPresent(open -> open.tell(new LinkCommand.Close<>(why)));
    }

    private void trouble(String what) {
        if (!what.equals(parts.view().trouble())) {
            getContext().getLog().error("{}; everything goes on", what);
        }
        parts.view().away(what);
    }

    private void tell(InstanceId instance, InstanceCommand command) {
        parts.entities().instance(instance).tell(command);
    }

    private void send(Upward message) {
        link.ifPresent(open -> open.tell(new LinkCommand.Send<>(message)));
    }
}
