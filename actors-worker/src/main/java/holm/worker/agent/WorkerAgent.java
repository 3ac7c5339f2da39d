package holm.worker.agent;

import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.WorkerId;
import holm.domain.message.Actual;
import holm.domain.message.Downward;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.message.Verdict;
import holm.overlay.Attachment;
import holm.overlay.agent.OverlayAgent;
import holm.overlay.agent.OverlayCommand;
import holm.wire.link.Drained;
import holm.wire.link.LinkEvent;
import holm.wire.link.Pages;
import holm.wire.log.LogReading;
import holm.worker.overlay.OverlayLink;
import holm.worker.runner.RunnerInput;
import holm.worker.runner.RunnerNews;
import holm.worker.runner.RunnerSurroundings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * One worker. It tells its cluster what it has and what is here, has runners bring about what the cluster wants, and stops an
 * instance only when it is told so or when its owner, asked, says that it is gone or replaced. Without its cluster it goes on.
 */
public final class WorkerAgent extends AbstractBehavior<AgentCommand> {
    /** The cluster takes a worker for lost after 5 s of silence. */
    private static final Duration BEAT = Duration.ofSeconds(1);

    /** An owner that did not know may know by then. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    /** Fills a link's window once. */
    private static final int REPORTS_AT_ONCE = 256;

    private final AgentSurroundings surroundings;
    private final Runners runners;
    private final Housekeeping housekeeping;
    private final Uplink uplink;
    private final Affiliation affiliation;
    private final OverlayLink overlay;
    private final Reports reports = new Reports();
    private final Reconciliation reconciliation;
    private final StoppedFences stopped = new StoppedFences();

    private WorkerAgent(
            ActorContext<AgentCommand> context, TimerScheduler<AgentCommand> timers, AgentSurroundings surroundings) {
        super(context);
        this.surroundings = surroundings;
        this.uplink = new Uplink(
                context.messageAdapter(Drained.class, drained -> new AgentCommand.Drained(drained.session())));
        this.affiliation = new Affiliation(surroundings, uplink);
        this.reconciliation = new Reconciliation(reports, uplink);
        var forRunners = new RunnerSurroundings(
                () -> affiliation.identity().whose(),
                surroundings.settings().name(),
                surroundings.settings().address(),
                surroundings.shelf().offered(),
                surroundings.networks(),
                new ConcurrentHashMap<>(),
                surroundings.clock());
        this.runners = new Runners(
                context, forRunners, context.messageAdapter(RunnerNews.class, AgentCommand.FromRunner::new));
        this.housekeeping = new Housekeeping(context.getSelf(), timers, surroundings, forRunners.samplers());
        this.overlay = new OverlayLink(surroundings.overlay().map(equipment -> overlay(context, equipment)));
        timers.startTimerWithFixedDelay(new AgentCommand.Beat(), BEAT);
        timers.startTimerWithFixedDelay(new AgentCommand.AskAgain(), ASK_AGAIN);
    }

    private ActorRef<OverlayCommand> overlay(ActorContext<AgentCommand> context, OverlayAgent.Equipment equipment) {
        var self = context.getSelf();
        return context.spawn(
                OverlayAgent.create(
                        equipment,
                        affiliation.identity().worker().map(WorkerId::new),
                        request -> self.tell(new AgentCommand.Overlay(request))),
                "overlay");
    }

    /** To be told {@link AgentCommand.Found} before its first session. */
    public static Behavior<AgentCommand> create(AgentSurroundings surroundings) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new WorkerAgent(context, timers, surroundings)));
    }

    /** @return who owns the agent's sessions: passes everything on to it */
    public static Behavior<LinkEvent<Downward, Upward>> owner(ActorRef<AgentCommand> agent) {
        return Behaviors.receiveMessage(event -> {
            agent.tell(new AgentCommand.FromLink(event));
            return Behaviors.same();
        });
    }

    @Override
    public Receive<AgentCommand> createReceive() {
        return newReceiveBuilder()
                .onAnyMessage(command -> {
                    on(command);
                    return this;
                })
                .onSignal(PostStop.class, _ -> {
                    surroundings.gauges().alone("the worker stopped");
                    return this;
                })
                .build();
    }

    private void on(AgentCommand command) {
        switch (command) {
            case AgentCommand.FromLink(var event) -> onLink(event);
            case AgentCommand.Drained(var session) -> {
                uplink.drained(session);
                sendReports();
            }
            case AgentCommand.FromRunner(var news) -> onRunner(news);
            case AgentCommand.Overlay(var request) -> {
                if (uplink.isJoined()) {
                    uplink.send(new Upward.Overlay(request));
                }
            }
            case AgentCommand.Found(var found, var attachments) -> adopt(found, attachments);
            case AgentCommand.Beat() -> beat();
            case AgentCommand.AskAgain() -> reconciliation.ask();
            case AgentCommand.ProbeAgain() -> housekeeping.probe();
            case AgentCommand.MeasureAgain() -> housekeeping.measure();
            case AgentCommand.Measured(var samples) -> {
                if (uplink.isJoined()) {
                    Pages.of(samples).forEach(page -> uplink.send(new Upward.Used(page)));
                }
                housekeeping.measureLater();
            }
        }
    }

    private void onLink(LinkEvent<Downward, Upward> event) {
        switch (event) {
            case LinkEvent.Opened<Downward, Upward> opened -> {
                reports.sessionEnded(surroundings.clock().millis()); // what an older session carried lately may be lost
                uplink.opened(opened);
                var known = affiliation.identity();
                uplink.send(known.hello(housekeeping.self(known)));
            }
            case LinkEvent.Received<Downward, Upward>(var session, var message) -> {
                if (uplink.isPresent(session)) {
                    onMessage(message);
                }
            }
            case LinkEvent.Closed<Downward, Upward>(var session, var reason) -> {
                if (uplink.isPresent(session)) {
                    uplink.closed();
                    overlay.alone();
                    reports.sessionEnded(surroundings.clock().millis());
                    affiliation.alone(reason);
                }
            }
            case LinkEvent.Unreachable<Downward, Upward>(var reason) -> affiliation.alone(reason);
        }
    }

    private void onMessage(Downward message) {
        switch (message) {
            case Downward.Welcome welcome -> {
                if (affiliation.welcomed(welcome)) {
                    reconciliation.tell();
                    sendReports();
                    overlay.joined(welcome.id());
                }
            }
            case Downward.Rejected(var code, var reason) -> affiliation.rejected(code, reason);
            case Downward _
            when !uplink.isJoined() ->
                getContext()
                        .getLog()
                        .warn(
                                "The cluster said {} before it welcomed this worker",
                                message.getClass().getSimpleName());
            case Downward.WantedBegin(var set) -> reconciliation.begin(set);
            case Downward.WantedPage(var set, var page) -> reconciliation.page(set, page);
            case Downward.WantedEnd(var set, var total) -> reconciliation.end(set, total);
            case Downward.Deploy(var assignment) -> {
                runners.deploy(new RunnerInput.Deploy(assignment), stopped.of(assignment.instance()));
                overlay.hosts(runners.services());
            }
            case Downward.Stop(var instance, var fence) -> {
                if (runners.has(instance)) {
                    runners.stop(instance, fence);
                } else {
                    stopped.stopped(instance, fence);
                    uplink.send(new Upward.Stopped(instance, fence));
                }
            }
            case Downward.Judged(var instance, var fence, var verdict) -> {
                if (verdict == Verdict.GONE || verdict == Verdict.REPLACED) {
                    runners.stop(instance, fence);
                }
            }
            case Downward.Tell(var instances) -> {
                instances.forEach(reports::again);
                sendReports();
            }
            case Downward.Overlay(var update) -> overlay.updated(update);
            case Downward.OpenLog(var request, var instance, var query) ->
                surroundings.logs().offer(request, query, log(instance));
            case Downward.ListWorkers _, Downward.RemoveWorker _ ->
                getContext().getLog().warn("The cluster asks what only a cluster knows: ignored");
        }
    }

    private void adopt(List<Shelf.Found> found, List<Attachment> attachments) {
        var networks = attachments.stream()
                .collect(Collectors.toMap(Attachment::instance, attachment -> attachment, (one, _) -> one));
        for (var shelf : found) {
            surroundings.shelf().offer(shelf.runtime());
            shelf.byInstance()
                    .forEach((instance, runs) -> runners.adopt(
                            instance, new RunnerInput.Adopt(runs, Optional.ofNullable(networks.get(instance)))));
        }
        housekeeping.probeLater();
    }

    private void onRunner(RunnerNews news) {
        switch (news) {
            case RunnerNews.Reported(var report, var isAdopted) -> reported(report, isAdopted);
            case RunnerNews.ReportAgain(var instance) -> {
                reports.again(instance);
                sendReports();
            }
            case RunnerNews.Refused(var instance, var fence, var reasons) -> {
                reports.forget(instance);
                uplink.send(new Upward.Refused(instance, fence, reasons));
            }
            case RunnerNews.Stopped(var instance, var fence) -> {
                stopped.stopped(instance, fence);
                uplink.send(new Upward.Stopped(instance, fence));
            }
            case RunnerNews.Older _ -> surroundings.gauges().older();
            case RunnerNews.Finished finished -> {
                if (runners.finished(finished)) {
                    reports.forget(finished.instance());
                }
            }
        }
    }

    private void reported(Report report, boolean isAdopted) {
        if (isAdopted) {
            reports.found(report);
            return;
        }
        if (report.status() == Status.CREATING && report.fence().run() > 1) {
            surroundings.gauges().restarted();
        }
        reports.reported(report);
        sendReports();
    }

    /** While the link is busy reports wait, and a newer one of an instance takes the place of an older one. */
    private void sendReports() {
        if (uplink.isFree()) {
            var now = reports.take(REPORTS_AT_ONCE, surroundings.clock().millis());
            if (!now.isEmpty()) {
                uplink.sendAll(now.stream().map(Upward.Reported::new).toList());
            }
        }
    }

    private void beat() {
        overlay.hosts(runners.services());
        surroundings
                .gauges()
                .instances(reports.actual().values().stream()
                        .collect(Collectors.groupingBy(Actual::status, LinkedHashMap::new, Collectors.counting())));
        if (uplink.isJoined()) {
            uplink.send(new Upward.Capacity(housekeeping.self(affiliation.identity())));
        }
    }

    private LogReading log(InstanceId instance) {
        return runners.virtualization(instance)
                .map(virtualization -> surroundings.shelf().offered().get(virtualization))
                .<LogReading>map(runtime -> runtime.logs(instance)::read)
                .orElse((_, _) -> {
                    throw new IllegalStateException("instance %s is not on this worker".formatted(instance));
                });
    }
}
