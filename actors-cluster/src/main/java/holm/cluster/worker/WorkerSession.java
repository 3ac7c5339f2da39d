package holm.cluster.worker;

import holm.cluster.ClusterLimits;
import holm.cluster.ClusterMetrics;
import holm.cluster.Entities;
import holm.cluster.SetAssembly;
import holm.cluster.instance.InstanceCommand;
import holm.cluster.instance.InstanceRows;
import holm.cluster.root.RootCommand;
import holm.cluster.root.RootView;
import holm.cluster.routes.ResolverCommand;
import holm.cluster.routes.WorkerOverlay;
import holm.domain.Candidate;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.message.Actual;
import holm.domain.message.Downward;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Upward;
import holm.domain.message.Usage;
import holm.domain.message.Wanted;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.Pages;
import holm.wire.link.Session;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * One connection of one worker: once it was greeted ({@link WorkerGreeting}), sends what should run there, compares that with what
 * does, and carries messages between the worker and the entities. Ends with its link; a newer session of the same worker ends it too.
 */
public final class WorkerSession {
    /** What a session can be told. */
    public sealed interface Command {
        record FromLink(LinkEvent<Upward, Downward> event) implements Command {}

        record Send(Downward message) implements Command {}

        /** The session has to end; the worker connects again. */
        record End(String reason) implements Command {}

        /** From itself: the worker's owner knows it. */
        record Registered() implements Command {}

        /** From itself: the worker's owner does not take it. */
        record NotRegistered(String code, String reason) implements Command {}

        /** From itself: look whether the root said by now who we are. */
        record TryAgain() implements Command {}

        /** From itself: what the resolver found. */
        record Resolved(ResolverCommand.Answer answer) implements Command {}

        /** From itself: what the worker's owner keeps. */
        record SubnetKept(Optional<NodeSubnet> subnet) implements Command {}

        /** From itself: say again what the worker is interested in. */
        record Remind() implements Command {}

        /** From itself: no hello came. */
        record TooLate() implements Command {}
    }

    /**
     * What it needs of others.
     *
     * @param generation of this cluster's database
     * @param overcommit how many times each core may be promised
     */
    public record Parts(
            String clusterName,
            long generation,
            int overcommit,
            InstanceRows rows,
            Entities entities,
            ActorRef<DirectoryCommand> directory,
            ActorRef<RootCommand> root,
            RootView rootView,
            WorkerOverlay.Parts overlay,
            ClusterMetrics metrics) {}

    /** A worker that was welcomed. */
    private record Known(WorkerId worker, Candidate self, WorkerOverlay overlay) {
        Known now(Candidate other) {
            return new Known(worker, other, overlay);
        }
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Parts parts;
    private final Session session;
    private final ActorRef<LinkCommand<Downward>> link;
    private final SetAssembly<Actual> incoming = new SetAssembly<>();

    private WorkerSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Parts parts,
            Session session,
            ActorRef<LinkCommand<Downward>> link) {
        this.context = context;
        this.timers = timers;
        this.parts = parts;
        this.session = session;
        this.link = link;
    }

    static Behavior<Command> create(Parts parts, Session session, ActorRef<LinkCommand<Downward>> link) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            var opened = new WorkerSession(context, timers, parts, session, link);
            return new WorkerGreeting(context, timers, parts, session, link, opened::welcome).awaitHello();
        }));
    }

    private Behavior<Command> welcome(WorkerId worker, Candidate self) {
        var membership = parts.rootView().membership().orElseThrow();
        parts.directory().tell(new DirectoryCommand.SessionOpened(worker, session.id(), context.getSelf(), self));
        send(new Downward.Welcome(membership.installation(), worker.value(), parts.generation(), parts.clusterName()));
        var wanted = parts.rows().on(worker).stream()
                .filter(row -> row.isWantedOn(worker))
                .map(row -> new Wanted(
                        row.instance(),
                        new Fence(row.fence().assignment(), row.fence().placement(), 0)))
                .toList();
        send(new Downward.WantedBegin(1));
        Pages.of(wanted).forEach(page -> send(new Downward.WantedPage(1, page)));
        send(new Downward.WantedEnd(1, wanted.size()));
        context.getLog()
                .info("Worker {} ({}) is connected; {} instances should be there", self.name(), worker, wanted.size());
        timers.startTimerWithFixedDelay(new Command.Remind(), ClusterLimits.INTEREST_AGAIN);
        return open(new Known(worker, self, overlay(worker, self.name())));
    }

    private WorkerOverlay overlay(WorkerId worker, String name) {
        var mouth = new WorkerOverlay.Mouth(
                context.messageAdapter(OverlayUpdate.class, update -> new Command.Send(new Downward.Overlay(update))),
                context.messageAdapter(ResolverCommand.Answer.class, Command.Resolved::new),
                context.spawnAnonymous(Behaviors.<Optional<NodeSubnet>>receiveMessage(kept -> {
                    context.getSelf().tell(new Command.SubnetKept(kept));
                    return Behaviors.same();
                })));
        return new WorkerOverlay(parts.overlay(), worker, name, session.id(), mouth);
    }

    private Behavior<Command> open(Known known) {
        var worker = known.worker();
        return Behaviors.receive(Command.class)
                .onMessage(Command.FromLink.class, from -> switch (from.event()) {
                    case LinkEvent.Received<Upward, Downward> received -> {
                        parts.directory().tell(new DirectoryCommand.Heard(worker, session.id()));
                        yield received(known, received.message());
                    }
                    case LinkEvent.Closed<Upward, Downward> closed -> {
                        context.getLog().info("Worker {} is disconnected: {}", worker, closed.reason());
                        parts.directory().tell(new DirectoryCommand.SessionClosed(worker, session.id()));
                        yield Behaviors.stopped();
                    }
                    case LinkEvent.Opened<Upward, Downward> _, LinkEvent.Unreachable<Upward, Downward> _ ->
                        Behaviors.same();
                })
                .onMessage(Command.Send.class, message -> {
                    say(known, message.message());
                    return Behaviors.same();
                })
                .onMessage(Command.Resolved.class, resolved -> {
                    known.overlay().resolved(resolved.answer());
                    return Behaviors.same();
                })
                .onMessage(Command.SubnetKept.class, kept -> {
                    kept.subnet().ifPresent(known.overlay()::given);
                    return Behaviors.same();
                })
                .onMessage(Command.Remind.class, _ -> {
                    known.overlay().remind();
                    return Behaviors.same();
                })
                .onMessage(Command.End.class, end -> end(end.reason()))
                .onAnyMessage(_ -> Behaviors.same())
                .onSignal(PostStop.class, _ -> {
                    known.overlay().ended();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> received(Known known, Upward message) {
        var worker = known.worker();
        switch (message) {
            case Upward.ActualBegin(var set) -> incoming.begin(set);
            case Upward.ActualPage(var set, var page) -> incoming.page(set, page);
            case Upward.ActualEnd(var set, var total) ->
                incoming.end(set, total).ifPresent(actual -> compare(worker, actual));
            case Upward.Want(var instances) ->
                instances.forEach(instance -> tell(instance, new InstanceCommand.Want(worker)));
            case Upward.Ask(var instances) ->
                instances.forEach(actual -> tell(actual.instance(), new InstanceCommand.Judge(worker, actual)));
            case Upward.Reported(var report) -> tell(report.instance(), new InstanceCommand.Reported(worker, report));
            case Upward.Refused(var instance, var fence, var reasons) ->
                tell(instance, new InstanceCommand.Declined(worker, fence, reasons));
            case Upward.Stopped(var instance, var fence) -> tell(instance, new InstanceCommand.Stopped(worker, fence));
            case Upward.Capacity(var now) -> {
                parts.directory().tell(new DirectoryCommand.Capacity(worker, session.id(), now));
                return changed(known, now);
            }
            case Upward.Used(var samples) -> used(known, samples);
            case Upward.Overlay(var request) -> known.overlay().received(request);
            case Upward.Workers _, Upward.WorkerRemoved _ ->
                context.getLog().warn("Worker {} says what only a cluster may say: ignored", worker);
            case Upward.Hello _ -> context.getLog().warn("Session {}: a second hello was ignored", session);
        }
        return Behaviors.same();
    }

    /** A sample may come late, and a worker speaks for its own instances only. */
    private void used(Known known, List<Usage> samples) {
        var own = samples.stream()
                .filter(sample -> parts.rows()
                        .find(sample.instance())
                        .filter(row -> row.isWantedOn(known.worker()))
                        .isPresent())
                .toList();
        parts.root().tell(new RootCommand.Say(new Upward.Used(own)));
        known.overlay().used(own);
    }

    /** What stays the same for long is kept by the worker's owner. */
    private Behavior<Command> changed(Known known, Candidate now) {
        var registration = Registration.of(now, parts.overcommit());
        if (registration.equals(Registration.of(known.self(), parts.overcommit()))) {
            return Behaviors.same();
        }
        parts.entities()
                .worker(known.worker())
                .tell(new WorkerCommand.Register(
                        registration, context.getSystem().ignoreRef()));
        return open(known.now(now));
    }

    /** Everything that is settled stays asleep: 10,000 instances are compared without replaying one. */
    private void compare(WorkerId worker, List<Actual> actual) {
        var differences = ActualComparison.of(
                worker, actual, parts.rows()::find, parts.rows().on(worker));
        for (var from = 0; from < differences.tell().size(); from += ClusterLimits.IDS_IN_A_MESSAGE) {
            var to = Math.min(
                    from + ClusterLimits.IDS_IN_A_MESSAGE, differences.tell().size());
            send(new Downward.Tell(differences.tell().subList(from, to)));
        }
        parts.metrics().compared(actual.size());
        differences.judge().forEach(one -> tell(one.instance(), new InstanceCommand.Judge(worker, one)));
        differences.missing().forEach(instance -> tell(instance, new InstanceCommand.Missing(worker)));
        context.getLog()
                .info(
                        "Compared {} instances of worker {}: {} to be told in full, {} to be judged, {} gone",
                        actual.size(),
                        worker,
                        differences.tell().size(),
                        differences.judge().size(),
                        differences.missing().size());
    }

    private void tell(InstanceId instance, InstanceCommand command) {
        parts.entities().instance(instance).tell(command);
    }

    private Behavior<Command> end(String reason) {
        link.tell(new LinkCommand.Close<>(reason));
        return Behaviors.stopped();
    }

    /** A subnet from the root is news for this session, too. */
    private void say(Known known, Downward message) {
        if (message instanceof Downward.Overlay(OverlayUpdate.SubnetGiven(var who, var subnet))
                && who.equals(known.worker())
                && !known.overlay().has(subnet)) {
            known.overlay().given(subnet);
        } else {
            send(message);
        }
    }

    private void send(Downward message) {
        link.tell(new LinkCommand.Send<>(message));
    }
}
