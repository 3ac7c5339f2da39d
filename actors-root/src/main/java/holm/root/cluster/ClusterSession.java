package holm.root.cluster;

import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.RefusalException;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.message.Actual;
import holm.domain.message.Assignment;
import holm.domain.message.Downward;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import holm.domain.message.Wanted;
import holm.root.instance.InstanceCommand;
import holm.root.placement.Placer;
import holm.root.routes.AddressIndex;
import holm.root.routes.RelayCommand;
import holm.root.service.ServiceCommand;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.LinkSettings;
import holm.wire.link.Pages;
import holm.wire.link.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one cluster: recognises it, sends what should run there, compares that with what does run there, and carries
 * messages between the cluster and the entities. Ends with its link; a newer session of the same cluster ends it too.
 */
public final class ClusterSession {
    /** What a session can be told. */
    public sealed interface Command {
        record FromLink(LinkEvent<Upward, Downward> event) implements Command {}

        record Accepted(ClusterCommand.Assignments assignments) implements Command {}

        record NotAccepted(Downward.Rejected rejected) implements Command {}

        /** From the cluster's entity: another session of the same cluster is newer. */
        record Superseded() implements Command {}

        /** From the cluster's entity. */
        record Send(Downward message) implements Command {}

        record Judged(Actual there, Verdict verdict) implements Command {}

        record SubnetFailed(WorkerId worker, String why) implements Command {}

        record TooLate() implements Command {}

        /** Tell the cluster's entity again who its session is. */
        record Remind() implements Command {}
    }

    /** A peer that says nothing is no cluster. */
    private static final Duration HELLO = Duration.ofSeconds(10);

    /** The cluster's entity may have to be replayed first. */
    private static final Duration CONNECT = Duration.ofSeconds(20);

    /** Shorter than any cluster's silence that counts. */
    private static final Duration REMIND = Duration.ofSeconds(5);

    /** As many messages as may wait in a link. */
    private static final int EARLY = LinkSettings.DEFAULT.pendingMessages();

    /** So many ids fit into one page, whatever the numbers are. */
    private static final int TOLD_AT_ONCE = 1_000;

    private final ActorContext<Command> context;
    private final ClusterParts parts;
    private final Session session;
    private final ActorRef<LinkCommand<Downward>> link;
    private final TimerScheduler<Command> timers;
    private final StashBuffer<Command> early;
    private final IncomingSet incoming = new IncomingSet();
    private long heardNanos = System.nanoTime();

    private ClusterSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            StashBuffer<Command> early,
            ClusterParts parts,
            Session session,
            ActorRef<LinkCommand<Downward>> link) {
        this.context = context;
        this.timers = timers;
        this.early = early;
        this.parts = parts;
        this.session = session;
        this.link = link;
    }

    static Behavior<Command> create(ClusterParts parts, Session session, ActorRef<LinkCommand<Downward>> link) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> Behaviors.withStash(EARLY, early -> {
            timers.startSingleTimer(new Command.TooLate(), HELLO);
            return new ClusterSession(context, timers, early, parts, session, link).awaitHello();
        })));
    }

    private Behavior<Command> awaitHello() {
        return Behaviors.receive(Command.class)
                .onMessage(Command.FromLink.class, from -> switch (from.event()) {
                    case LinkEvent.Received<Upward, Downward>(var _, Upward.Hello hello) -> recognise(hello);
                    case LinkEvent.Received<Upward, Downward>(var _, var other) ->
                        reject(new Downward.Rejected(
                                "no-hello",
                                "the first message was " + other.getClass().getSimpleName()));
                    case LinkEvent.Closed<Upward, Downward> _ -> Behaviors.stopped();
                    case LinkEvent.Opened<Upward, Downward> _, LinkEvent.Unreachable<Upward, Downward> _ ->
                        Behaviors.same();
                })
                .onMessage(
                        Command.TooLate.class,
                        _ -> reject(new Downward.Rejected(
                                "no-hello", "nothing was said for %d s".formatted(HELLO.toSeconds()))))
                .onAnyMessage(_ -> Behaviors.same())
                .build();
    }

    private Behavior<Command> recognise(Upward.Hello hello) {
        var refused = parts.admission().refuse(hello);
        if (refused.isPresent()) {
            return reject(refused.get());
        }
        var id = parts.admission().idOf(hello.self().name());
        context.askWithStatus(
                ClusterCommand.Assignments.class,
                parts.entities().cluster(id),
                CONNECT,
                replyTo -> new ClusterCommand.Connect(hello.self(), hello.id().isPresent(), context.getSelf(), replyTo),
                ClusterSession::answered);
        return connecting(id, hello);
    }

    private static Command answered(ClusterCommand.@Nullable Assignments assignments, @Nullable Throwable failure) {
        if (assignments != null) {
            return new Command.Accepted(assignments);
        }
        return failure instanceof RefusalException refused
                ? new Command.NotAccepted(new Downward.Rejected(
                        refused.refusal().code(), refused.refusal().message()))
                : new Command.NotAccepted(new Downward.Rejected("busy", "the root did not answer in time; try again"));
    }

    /** The cluster waits for its welcome and says nothing meanwhile; what its entity says meanwhile comes after the wanted set. */
    private Behavior<Command> connecting(ClusterId id, Upward.Hello hello) {
        return Behaviors.receive(Command.class)
                .onMessage(Command.Accepted.class, accepted -> {
                    welcome(id, hello, accepted.assignments());
                    timers.startTimerWithFixedDelay(new Command.Remind(), REMIND);
                    return early.unstashAll(open(id));
                })
                .onMessage(Command.NotAccepted.class, not -> reject(not.rejected()))
                .onMessage(
                        Command.FromLink.class,
                        from -> from.event() instanceof LinkEvent.Closed ? Behaviors.stopped() : Behaviors.same())
                .onMessage(Command.Send.class, send -> {
                    early.stash(send);
                    return Behaviors.same();
                })
                .onMessage(Command.Superseded.class, _ -> superseded())
                .onAnyMessage(_ -> Behaviors.same())
                .onSignal(PostStop.class, _ -> over(id))
                .build();
    }

    private void welcome(ClusterId id, Upward.Hello hello, ClusterCommand.Assignments assignments) {
        parts.live().connected(id, session, context.getSelf(), hello.self());
        parts.placer().tell(new Placer.Command.Heard(id, true));
        send(parts.admission().welcome(id, hello.self().name()));
        parts.relay().tell(new RelayCommand.Connected(id, session.id(), updates()));
        var should = new Reconciliation(id, parts::instance).should(assignments.byInstance(), parts.on(id));
        should.outdated().forEach(outdated -> unassign(id, outdated));
        sendWanted(should.wanted());
        context.getLog()
                .info(
                        "Cluster {} ({}) is connected, {} instances should run there",
                        hello.self().name(),
                        id,
                        should.wanted().size());
    }

    private ActorRef<OverlayUpdate> updates() {
        return context.messageAdapter(OverlayUpdate.class, update -> new Command.Send(new Downward.Overlay(update)));
    }

    private Behavior<Command> open(ClusterId id) {
        return Behaviors.receive(Command.class)
                .onMessage(Command.FromLink.class, from -> switch (from.event()) {
                    case LinkEvent.Received<Upward, Downward>(var _, var message) -> {
                        heardNanos = System.nanoTime();
                        received(id, message);
                        yield Behaviors.same();
                    }
                    case LinkEvent.Closed<Upward, Downward> _ -> Behaviors.stopped();
                    case LinkEvent.Opened<Upward, Downward> _, LinkEvent.Unreachable<Upward, Downward> _ ->
                        Behaviors.same();
                })
                .onMessage(Command.Send.class, message -> {
                    send(message.message());
                    return Behaviors.same();
                })
                .onMessage(Command.Remind.class, _ -> {
                    parts.entities().cluster(id).tell(new ClusterCommand.Here(context.getSelf()));
                    return Behaviors.same();
                })
                .onMessage(Command.Judged.class, judged -> {
                    verdict(judged.there(), judged.verdict());
                    return Behaviors.same();
                })
                .onMessage(Command.SubnetFailed.class, failed -> {
                    context.getLog()
                            .warn(
                                    "The subnet of worker {} of cluster {} was not given, or not taken back: {}",
                                    failed.worker(),
                                    id,
                                    failed.why());
                    return Behaviors.same();
                })
                .onMessage(Command.Superseded.class, _ -> superseded())
                .onAnyMessage(_ -> Behaviors.same())
                .onSignal(PostStop.class, _ -> over(id))
                .build();
    }

    private void received(ClusterId id, Upward message) {
        switch (message) {
            case Upward.ActualBegin(var set) -> incoming.begin(set);
            case Upward.ActualPage(var set, var page) -> incoming.page(set, page);
            case Upward.ActualEnd(var set, var total) ->
                incoming.end(set, total).ifPresent(actual -> compare(id, actual));
            case Upward.Want(var instances) -> instances.forEach(instance -> deploy(id, instance));
            case Upward.Ask(var instances) -> instances.forEach(there -> judge(id, there));
            case Upward.Reported(var report) -> report(id, report);
            case Upward.Refused(var instance, var fence, var reasons) ->
                parts.entities().instance(instance).tell(new InstanceCommand.Refused(id, fence, reasons));
            case Upward.Stopped(var instance, var fence) ->
                parts.entities().instance(instance).tell(new InstanceCommand.Stopped(id, fence));
            case Upward.Capacity(var self) ->
                parts.placer()
                        .tell(new Placer.Command.Heard(id, parts.live().heard(id, session, context.getSelf(), self)));
            case Upward.Overlay(OverlayRequest.SubnetWanted(var worker, var held)) -> giveSubnet(id, worker, held);
            case Upward.Overlay(OverlayRequest.SubnetReturned(var worker)) -> takeSubnetBack(id, worker);
            case Upward.Overlay(var request) -> parts.relay().tell(new RelayCommand.Said(id, session.id(), request));
            case Upward.Used(var samples) -> {
                var now = parts.clock().millis();
                samples.stream()
                        .filter(usage -> isOn(id, usage.instance()))
                        .forEach(usage -> parts.usages().add(usage, now));
            }
            case Upward.Workers page -> parts.workers().listed(id, page);
            case Upward.WorkerRemoved answer -> parts.workers().removed(id, answer);
            case Upward.Hello _ -> context.getLog().warn("Session {}: a second hello was ignored", session);
        }
    }

    /** A sample may come late, and a cluster speaks for its own instances only. */
    private boolean isOn(ClusterId id, InstanceId instance) {
        return parts.instance(instance)
                .filter(row -> row.cluster().equals(Optional.of(id)))
                .isPresent();
    }

    private void sendWanted(List<Wanted> wanted) {
        var set = 1L; // one set in each session
        send(new Downward.WantedBegin(set));
        Pages.of(wanted).forEach(page -> send(new Downward.WantedPage(set, page)));
        send(new Downward.WantedEnd(set, wanted.size()));
    }

    /** Everything that is settled stays asleep: 10,000 instances are compared without replaying one. */
    private void compare(ClusterId id, List<Actual> actual) {
        var differences = new Reconciliation(id, parts::instance).differences(actual, parts.on(id));
        differences.stop().forEach(this::send);
        differences
                .back()
                .forEach(instance -> parts.entities().instance(instance).tell(new InstanceCommand.ClusterBack(id)));
        for (var from = 0; from < differences.tell().size(); from += TOLD_AT_ONCE) {
            send(new Downward.Tell(differences
                    .tell()
                    .subList(
                            from,
                            Math.min(from + TOLD_AT_ONCE, differences.tell().size()))));
        }
        context.getLog()
                .info(
                        "Compared {} instances of cluster {}: {} to be told in full, {} to stop",
                        actual.size(),
                        id,
                        differences.tell().size(),
                        differences.stop().size());
        parts.metrics().compared(actual.size());
    }

    private void deploy(ClusterId id, InstanceId instance) {
        parts.instance(instance)
                .filter(row -> row.cluster().filter(id::equals).isPresent() && row.shouldRun())
                .ifPresent(row -> parts.service(instance.service())
                        .ifPresent(service -> send(new Downward.Deploy(new Assignment(
                                instance,
                                Reconciliation.assignmentOf(row.standing().fence()),
                                service.definition().descriptor(),
                                row.retriesLeft(),
                                AddressIndex.addressing(parts.services(), instance.service(), row.addresses()))))));
    }

    private void judge(ClusterId id, Actual there) {
        var verdict = new Reconciliation(id, parts::instance).judge(there);
        if (verdict.isPresent()) {
            verdict(there, verdict.get());
            if (verdict.get() == Verdict.CURRENT) {
                deploy(id, there.instance());
            }
            return;
        }
        context.ask(
                Verdict.class,
                parts.entities().service(there.instance().service()),
                CONNECT,
                replyTo -> new ServiceCommand.Judge(there.instance().number(), replyTo),
                (answer, _) -> new Command.Judged(there, answer == null ? Verdict.UNKNOWN : answer));
    }

    private void verdict(Actual there, Verdict verdict) {
        send(new Downward.Judged(there.instance(), there.fence(), verdict));
    }

    private void report(ClusterId id, Report report) {
        var settled = parts.instance(report.instance())
                .filter(row -> row.isAssignedTo(id, report.fence()) && !row.stranded() && !row.dismissed())
                .filter(row -> parts.progress().takes(row.standing(), report)
                        || row.standing().says(report));
        if (settled.isEmpty()) {
            parts.entities().instance(report.instance()).tell(new InstanceCommand.Reported(id, report));
        }
    }

    /** A worker that got no answer asks again by itself. */
    private void giveSubnet(ClusterId id, WorkerId worker, Optional<NodeSubnet> held) {
        context.pipeToSelf(
                parts.subnets().of(id, worker, held),
                (subnet, failure) -> subnet == null
                        ? new Command.SubnetFailed(worker, String.valueOf(failure))
                        : new Command.Send(new Downward.Overlay(new OverlayUpdate.SubnetGiven(worker, subnet))));
    }

    /** Nobody leads packets to it any more before its subnet can be another one's. A cluster that hears nothing says it again. */
    private void takeSubnetBack(ClusterId id, WorkerId worker) {
        parts.relay().tell(new RelayCommand.Said(id, session.id(), new OverlayRequest.Left(List.of(worker))));
        context.pipeToSelf(
                parts.subnets().takeBack(id, worker),
                (done, failure) -> done == null
                        ? new Command.SubnetFailed(worker, String.valueOf(failure))
                        : new Command.Send(new Downward.Overlay(new OverlayUpdate.SubnetTaken(worker))));
    }

    private void unassign(ClusterId id, Wanted outdated) {
        parts.entities().cluster(id).tell(new ClusterCommand.Unassign(outdated.instance(), outdated.fence()));
    }

    private Behavior<Command> superseded() {
        link.tell(new LinkCommand.Close<>("a newer session of this cluster replaced this one"));
        return Behaviors.stopped();
    }

    /** Also after a failure: nobody may go on telling a session that is not there. */
    private Behavior<Command> over(ClusterId id) {
        parts.live().disconnected(id, session.id());
        parts.relay().tell(new RelayCommand.Disconnected(id, session.id()));
        var silent = Duration.ofNanos(System.nanoTime() - heardNanos);
        parts.entities().cluster(id).tell(new ClusterCommand.Disconnected(context.getSelf(), silent.toMillis()));
        return Behaviors.same();
    }

    private Behavior<Command> reject(Downward.Rejected rejected) {
        context.getLog().warn("Session {}: refused, {}: {}", session, rejected.code(), rejected.message());
        send(rejected);
        link.tell(new LinkCommand.Close<>(rejected.code()));
        return Behaviors.stopped();
    }

    private void send(Downward message) {
        link.tell(new LinkCommand.Send<>(message));
    }
}
