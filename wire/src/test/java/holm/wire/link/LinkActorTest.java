package holm.wire.link;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two links over a network in memory that can lose frames. */
class LinkActorTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("0123456789abcdef01234567"), 0);

    /** Fast enough to see a dead peer within a test. */
    private static final LinkSettings FAST =
            new LinkSettings(Duration.ofMillis(100), Duration.ofMillis(400), 8, 4, 1_000, 1 << 20, 10_000);

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void carriesManyMessagesBothWays() {
        var pair = new Pair(_ -> true);
        for (var i = 0; i < 500; i++) {
            pair.lowerLink.tell(new LinkCommand.Send<>(new Upward.Stopped(INSTANCE, new Fence(1, 1, i))));
            pair.upperLink.tell(new LinkCommand.Send<>(new Downward.Stop(INSTANCE, new Fence(1, 1, i))));
        }
        for (var i = 0; i < 500; i++) {
            assertThat(pair.upperOwner.receiveMessage())
                    .isEqualTo(new LinkEvent.Received<>(
                            pair.upperSession, new Upward.Stopped(INSTANCE, new Fence(1, 1, i))));
            assertThat(pair.lowerOwner.receiveMessage())
                    .isEqualTo(new LinkEvent.Received<>(
                            pair.lowerSession, new Downward.Stop(INSTANCE, new Fence(1, 1, i))));
        }
    }

    @Test
    void closesBothSidesWhenAFrameIsLost() {
        var frames = new AtomicInteger();
        var pair = new Pair(_ -> frames.incrementAndGet() != 2);
        for (var i = 0; i < 3; i++) {
            pair.lowerLink.tell(new LinkCommand.Send<>(new Upward.Stopped(INSTANCE, new Fence(1, 1, i))));
        }
        var atUpper = pair.upperOwner.fishForMessage(
                Duration.ofSeconds(5),
                event -> event instanceof LinkEvent.Closed
                        ? org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes.complete()
                        : org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes.continueAndIgnore());
        assertThat(atUpper).hasSize(1);
        assertThat(pair.lowerOwner.receiveMessage()).isInstanceOf(LinkEvent.Closed.class);
    }

    @Test
    void noticesThatALastMessageWasLost() {
        var frames = new AtomicInteger();
        var pair = new Pair(_ -> frames.incrementAndGet() != 1);
        pair.lowerLink.tell(new LinkCommand.Send<>(new Upward.Stopped(INSTANCE, Fence.NONE)));
        assertThat(pair.upperOwner.receiveMessage()).isInstanceOf(LinkEvent.Closed.class);
    }

    @Test
    void staysOpenWhileNothingIsSaid() {
        var pair = new Pair(_ -> true);
        pair.upperOwner.expectNoMessage(Duration.ofSeconds(1));
        pair.lowerOwner.expectNoMessage();
    }

    @Test
    void isClosedWhenThePeerIsSilent() {
        var pair = new Pair(_ -> false);
        assertThat(pair.upperOwner.receiveMessage()).isInstanceOf(LinkEvent.Closed.class);
        assertThat(pair.lowerOwner.receiveMessage()).isInstanceOf(LinkEvent.Closed.class);
    }

    @Test
    void saysWhenNothingWaitsAnyMore() {
        var pair = new Pair(_ -> true);
        var drained = KIT.<Drained>createTestProbe();
        for (var i = 0; i < 100; i++) {
            pair.lowerLink.tell(new LinkCommand.Send<>(new Upward.Stopped(INSTANCE, new Fence(1, 1, i))));
        }
        pair.lowerLink.tell(new LinkCommand.Flush<>(drained.ref()));
        drained.expectMessage(new Drained(pair.lowerSession));
        pair.upperOwner.receiveSeveralMessages(90);
    }

    @Test
    void closesAtAFrameThatIsNone() {
        var pair = new Pair(_ -> true);
        pair.upperLink.tell(new LinkCommand.FrameReceived<>(ByteString.fromString("GET / HTTP/1.1")));
        assertThat(pair.upperOwner.receiveMessage()).isInstanceOf(LinkEvent.Closed.class);
    }

    @Test
    void doesNotSendWhatNoFrameHolds() {
        var pair = new Pair(_ -> true);
        pair.lowerLink.tell(
                new LinkCommand.Send<>(new Upward.Refused(INSTANCE, Fence.NONE, List.of("x".repeat(20_000)))));
        pair.lowerLink.tell(new LinkCommand.Send<>(new Upward.Stopped(INSTANCE, Fence.NONE)));
        assertThat(pair.upperOwner.receiveMessage())
                .isEqualTo(new LinkEvent.Received<>(pair.upperSession, new Upward.Stopped(INSTANCE, Fence.NONE)));
    }

    private static final class Pair {
        final Session upperSession = Session.with("lower");
        final Session lowerSession = Session.with("upper");
        final TestProbe<LinkEvent<Upward, Downward>> upperOwner = KIT.createTestProbe();
        final TestProbe<LinkEvent<Downward, Upward>> lowerOwner = KIT.createTestProbe();
        final ActorRef<LinkCommand<Downward>> upperLink;
        final ActorRef<LinkCommand<Upward>> lowerLink;

        Pair(Predicate<ByteString> passes) {
            var up = new AtomicReference<ActorRef<LinkCommand<Downward>>>();
            var down = new AtomicReference<ActorRef<LinkCommand<Upward>>>();
            upperLink = KIT.spawn(LinkActor.create(
                    upperSession, LinkCodec.upper(), FAST, new Wire<>(down, passes), upperOwner.ref()));
            lowerLink = KIT.spawn(
                    LinkActor.create(lowerSession, LinkCodec.lower(), FAST, new Wire<>(up, passes), lowerOwner.ref()));
            up.set(upperLink);
            down.set(lowerLink);
            assertThat(upperOwner.receiveMessage()).isInstanceOf(LinkEvent.Opened.class);
            assertThat(lowerOwner.receiveMessage()).isInstanceOf(LinkEvent.Opened.class);
        }
    }

    private record Wire<O>(AtomicReference<ActorRef<LinkCommand<O>>> peer, Predicate<ByteString> passes)
            implements Transport {
        @Override
        public void send(ByteString frame) {
            if (passes.test(frame)) {
                peer.get().tell(new LinkCommand.FrameReceived<>(frame));
            }
        }

        @Override
        public void close(String reason) {
            peer.get().tell(new LinkCommand.TransportClosed<>(reason));
        }
    }
}
