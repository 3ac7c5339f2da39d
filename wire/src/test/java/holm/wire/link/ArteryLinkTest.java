package holm.wire.link;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.message.Downward;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import holm.domain.message.Upward;
import holm.wire.log.LogDesk;
import holm.wire.member.Membership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two real actor systems that join over loopback; the owners live in a third, as on a worker. */
class ArteryLinkTest {
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("0123456789abcdef01234567"), 0);
    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<LinkEvent<Upward, Downward>> clusterOwner = kit.createTestProbe();
    private final TestProbe<LinkEvent<Downward, Upward>> workerOwner = kit.createTestProbe();
    private ActorSystem<Void> orchestrator;
    private ActorSystem<GatewayClient.Command> member;
    private LogDesk desk;

    @BeforeEach
    void join() throws IOException {
        var port = freePort();
        orchestrator = ActorSystem.create(
                Behaviors.setup(context -> {
                    desk = new LogDesk(context.getSystem());
                    context.spawn(WorkerGateway.create(LinkSettings.DEFAULT, _ -> clusterOwner.ref(), desk), "gateway");
                    return Behaviors.empty();
                }),
                Membership.SYSTEM,
                Membership.orchestrator("127.0.0.1", port));
        member = ActorSystem.create(
                GatewayClient.create("agent-1", LinkSettings.DEFAULT, workerOwner.ref()),
                Membership.SYSTEM,
                Membership.worker("127.0.0.1", 0, "127.0.0.1:" + port));
    }

    @AfterEach
    void stop() {
        member.terminate();
        orchestrator.terminate();
        kit.shutdownTestKit();
    }

    @Test
    void carriesMessagesBothWaysAndLearnsTheEnd() {
        var up = openedAt(clusterOwner);
        var down = openedAt(workerOwner);
        for (var i = 0; i < 1_000; i++) {
            down.link().tell(new LinkCommand.Send<>(new Upward.Stopped(INSTANCE, new Fence(1, 1, i))));
            up.link().tell(new LinkCommand.Send<>(new Downward.Stop(INSTANCE, new Fence(1, 1, i))));
        }
        for (var i = 0; i < 1_000; i++) {
            assertThat(clusterOwner.receiveMessage())
                    .isEqualTo(
                            new LinkEvent.Received<>(up.session(), new Upward.Stopped(INSTANCE, new Fence(1, 1, i))));
            assertThat(workerOwner.receiveMessage())
                    .isEqualTo(
                            new LinkEvent.Received<>(down.session(), new Downward.Stop(INSTANCE, new Fence(1, 1, i))));
        }
        up.link().tell(new LinkCommand.Close<>("a newer session took over"));
        assertThat(clusterOwner.receiveMessage()).isInstanceOf(LinkEvent.Closed.class);
        assertThat(workerOwner.receiveMessage())
                .isEqualTo(new LinkEvent.Closed<>(down.session(), "a newer session took over"));
        openedAt(clusterOwner);
        openedAt(workerOwner);
    }

    @Test
    void tellsBothOwnersWhenTheMemberStops() {
        openedAt(clusterOwner);
        openedAt(workerOwner);
        member.terminate();
        assertThat(workerOwner.receiveMessage(Duration.ofSeconds(10))).isInstanceOf(LinkEvent.Closed.class);
        assertThat(clusterOwner.receiveMessage(Duration.ofSeconds(10))).isInstanceOf(LinkEvent.Closed.class);
    }

    @Test
    void carriesAnObjectOfTheLargestFrame() {
        openedAt(clusterOwner);
        var down = openedAt(workerOwner);
        var large = new Upward.Refused(INSTANCE, Fence.NONE, java.util.List.of("x".repeat(199 << 10)));
        down.link().tell(new LinkCommand.Send<>(large));
        assertThat(clusterOwner.receiveMessage())
                .isInstanceOfSatisfying(
                        LinkEvent.Received.class,
                        received -> assertThat(received.message()).isEqualTo(large));
    }

    @Test
    void bringsALogWholeAndInOrder() throws Exception {
        openedAt(clusterOwner);
        openedAt(workerOwner);
        var lines = desk.expect("request-1").runWith(Sink.seq(), orchestrator);
        member.tell(new GatewayClient.Command.ServeLog(
                "request-1", new LogQuery(Optional.empty(), Optional.empty(), false), (_, line) -> {
                    for (var i = 0; i < 20_000 && line.test(line(i)); i++) {
                        assertThat(Thread.currentThread().isVirtual()).isTrue();
                    }
                }));
        assertThat(lines.toCompletableFuture().get())
                .isEqualTo(IntStream.range(0, 20_000)
                        .mapToObj(ArteryLinkTest::line)
                        .toList());
    }

    private static LogLine line(int number) {
        return new LogLine(
                number, LogLine.Stream.STDOUT, 1, "line " + number + " of a log that is longer than one chunk");
    }

    @SuppressWarnings("unchecked")
    private static <I, O> LinkEvent.Opened<I, O> openedAt(TestProbe<LinkEvent<I, O>> owner) {
        var events = owner.fishForMessage(
                Duration.ofSeconds(20),
                event -> event instanceof LinkEvent.Opened
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
        return (LinkEvent.Opened<I, O>) events.getFirst();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
