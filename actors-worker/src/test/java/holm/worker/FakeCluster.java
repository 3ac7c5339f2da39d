package holm.worker;

import holm.domain.InstallationId;
import holm.domain.Status;
import holm.domain.message.Actual;
import holm.domain.message.Downward;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.message.Wanted;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.LinkSettings;
import holm.wire.link.WorkerGateway;
import holm.wire.log.LogDesk;
import holm.wire.member.Membership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A cluster whose every word is said by the test, over real Artery. */
public final class FakeCluster implements AutoCloseable {
    public static final InstallationId INSTALLATION = new InstallationId("aaaaaaaaaaaaaaaaaaaaaaaa");
    public static final String WORKER = "bbbbbbbbbbbbbbbbbbbbbbbb";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorTestKit kit;
    private final int port;
    private TestProbe<LinkEvent<Upward, Downward>> probe;
    private ActorSystem<Void> orchestrator;
    private LogDesk desk;
    private ActorRef<LinkCommand<Downward>> link;

    public FakeCluster(ActorTestKit kit) {
        this.kit = kit;
        this.port = freePort();
        start();
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public LogDesk desk() {
        return desk;
    }

    public ActorSystem<Void> system() {
        return orchestrator;
    }

    /** A new incarnation under the old address. */
    public void start() {
        probe = kit.createTestProbe();
        orchestrator =
                ActorSystem.create(Behaviors.empty(), Membership.SYSTEM, Membership.orchestrator("127.0.0.1", port));
        desk = new LogDesk(orchestrator);
        orchestrator.systemActorOf(
                WorkerGateway.create(LinkSettings.DEFAULT, _ -> probe.ref(), desk), "gateway", Props.empty());
    }

    @Override
    public void close() {
        orchestrator.terminate();
        orchestrator.getWhenTerminated().toCompletableFuture().join();
    }

    /** @return the hello of the next session */
    public Upward.Hello hello() {
        var opened = (LinkEvent.Opened<Upward, Downward>) fish(event -> event instanceof LinkEvent.Opened);
        link = opened.link();
        return expect(Upward.Hello.class);
    }

    /** Welcomes it; {@link #actual} answers what exists there. */
    public void welcome() {
        say(new Downward.Welcome(INSTALLATION, WORKER, 1, "test"));
    }

    /** Welcomes whoever comes next. */
    public void join() {
        hello();
        welcome();
    }

    /** @return the next report of an instance with this status; others are skipped */
    public Report report(Status status) {
        return expect(Upward.Reported.class, told -> told.report().status() == status)
                .report();
    }

    /** @return the whole set of what exists on the worker */
    public List<Actual> actual() {
        var set = expect(Upward.ActualBegin.class).set();
        var all = new ArrayList<Actual>();
        while (true) {
            var event = fish(candidate -> candidate instanceof LinkEvent.Received);
            switch (((LinkEvent.Received<Upward, Downward>) event).message()) {
                case Upward.ActualPage(var of, var page) -> all.addAll(page);
                case Upward.ActualEnd(var of, var total) -> {
                    if (of != set || total != all.size()) {
                        throw new AssertionError("a set that is not whole: %d of %d".formatted(all.size(), total));
                    }
                    return all;
                }
                default -> {}
            }
        }
    }

    public void say(Downward message) {
        link.tell(new LinkCommand.Send<>(message));
    }

    public void wants(List<Wanted> wanted) {
        say(new Downward.WantedBegin(1));
        say(new Downward.WantedPage(1, wanted));
        say(new Downward.WantedEnd(1, wanted.size()));
    }

    /** @return the next message of this type; others are skipped */
    public <T extends Upward> T expect(Class<T> type) {
        return expect(type, _ -> true);
    }

    public <T extends Upward> T expect(Class<T> type, Predicate<T> which) {
        var event =
                fish(candidate -> candidate instanceof LinkEvent.Received<Upward, Downward>(var session, var message)
                        && type.isInstance(message)
                        && which.test(type.cast(message)));
        return type.cast(((LinkEvent.Received<Upward, Downward>) event).message());
    }

    public LinkEvent.Closed<Upward, Downward> closed() {
        return (LinkEvent.Closed<Upward, Downward>) fish(event -> event instanceof LinkEvent.Closed);
    }

    private LinkEvent<Upward, Downward> fish(Predicate<LinkEvent<Upward, Downward>> which) {
        return probe.fishForMessage(
                        PATIENCE,
                        event -> which.test(event) ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore())
                .getFirst();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new IllegalStateException(none);
        }
    }
}
