package holm.wire.link;

import static org.assertj.core.api.Assertions.assertThat;

import holm.wire.link.Envelope.Kind;
import holm.wire.link.LinkSession.Output;
import holm.wire.link.LinkSession.Step;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class LinkSessionTest {
    private static final ByteString HELLO = ByteString.fromString("hello");
    private static final LinkSettings SMALL =
            new LinkSettings(Duration.ofSeconds(5), Duration.ofSeconds(15), 2, 2, 3, 1_000, 10_000);
    private final LinkSession fresh = LinkSession.opened(SMALL, Duration.ZERO);

    @Test
    void numbersMessagesFromOne() {
        var first = fresh.send(HELLO);
        var second = first.next().send(HELLO);
        assertThat(first.outputs()).containsExactly(new Output.Transmit(message(1, 0)));
        assertThat(second.outputs()).containsExactly(new Output.Transmit(message(2, 0)));
    }

    @Test
    void deliversWhatComesInOrder() {
        var first = receive(fresh, message(1, 0), 1);
        assertThat(first.outputs()).containsExactly(new Output.Deliver(HELLO));
        assertThat(receive(first.next(), message(2, 0), 1).outputs()).contains(new Output.Deliver(HELLO));
    }

    @Test
    void closesAtAGap() {
        assertThat(receive(fresh, message(2, 0), 1).outputs()).singleElement().isInstanceOf(Output.Close.class);
    }

    @Test
    void closesAtAMessageThatComesTwice() {
        var first = receive(fresh, message(1, 0), 1);
        assertThat(receive(first.next(), message(1, 0), 1).outputs())
                .singleElement()
                .isInstanceOf(Output.Close.class);
    }

    @Test
    void noticesByThePingThatTheLastMessageWasLost() {
        var step = receive(fresh, new Envelope(Kind.PING, 1, 0, ByteString.emptyByteString()), 1);
        assertThat(step.outputs()).containsExactly(new Output.Close("messages 1 to 1 were lost"));
    }

    @Test
    void closesWhenThePeerAcknowledgesWhatWasNeverSent() {
        assertThat(receive(fresh, message(1, 7), 1).outputs()).singleElement().isInstanceOf(Output.Close.class);
    }

    @Test
    void holdsBackWhatDoesNotFitIntoTheWindow() {
        var full = fresh.send(HELLO).next().send(HELLO).next();
        var waiting = full.send(HELLO);
        assertThat(waiting.outputs()).isEmpty();
        var acknowledgement = new Envelope(Kind.ACKNOWLEDGEMENT, 0, 1, ByteString.emptyByteString());
        assertThat(receive(waiting.next(), acknowledgement, 1).outputs())
                .containsExactly(new Output.Transmit(message(3, 0)));
    }

    @Test
    void closesWhenMoreWaitsThanMay() {
        var session = fresh;
        for (var i = 0; i < 5; i++) {
            session = session.send(HELLO).next();
        }
        assertThat(session.send(HELLO).outputs()).singleElement().isInstanceOf(Output.Close.class);
    }

    @Test
    void closesWhenLargerThingsWaitThanMay() {
        var full = fresh.send(HELLO).next().send(HELLO).next();
        assertThat(full.send(ByteString.fromArray(new byte[1_001])).outputs())
                .singleElement()
                .isInstanceOf(Output.Close.class);
    }

    @Test
    void acknowledgesAfterSomeMessages() {
        var second = receive(receive(fresh, message(1, 0), 1).next(), message(2, 0), 1);
        assertThat(second.outputs())
                .containsExactly(
                        new Output.Deliver(HELLO),
                        new Output.Transmit(new Envelope(Kind.ACKNOWLEDGEMENT, 0, 2, ByteString.emptyByteString())));
    }

    @Test
    void acknowledgesTheRestWhenTimeGoesBy() {
        var received = receive(fresh, message(1, 0), 1).next();
        assertThat(received.tick(Duration.ofSeconds(2)).outputs())
                .containsExactly(
                        new Output.Transmit(new Envelope(Kind.ACKNOWLEDGEMENT, 0, 1, ByteString.emptyByteString())));
    }

    @Test
    void saysEveryFiveSecondsThatItIsThere() {
        var session = fresh;
        var pings = 0;
        for (var second = 1; second <= 14; second++) {
            var step = session.tick(Duration.ofSeconds(second));
            pings += step.outputs().size();
            session = step.next();
        }
        assertThat(pings).isEqualTo(2);
    }

    @Test
    void isDeadAfterFifteenSecondsOfSilence() {
        var session = fresh;
        for (var second = 1; second <= 15; second++) {
            session = session.tick(Duration.ofSeconds(second)).next();
        }
        assertThat(session.closed()).isEmpty();
        assertThat(session.tick(Duration.ofSeconds(16)).next().closed()).contains("nothing was heard for 16 s");
    }

    @Test
    void takesItsOwnSleepForNoSilenceOfThePeer() {
        assertThat(fresh.tick(Duration.ofMinutes(10)).next().closed()).isEmpty();
    }

    @Test
    void ignoresAKindOfANewerVersion() {
        var step = receive(fresh, new Envelope(Kind.UNKNOWN, 99, 0, ByteString.emptyByteString()), 1);
        assertThat(step.outputs()).isEmpty();
        assertThat(step.next().closed()).isEmpty();
    }

    @Test
    void doesNothingOnceClosed() {
        var closed = fresh.close("enough").next();
        assertThat(List.of(
                        closed.send(HELLO),
                        receive(closed, message(1, 0), 1),
                        closed.tick(Duration.ofSeconds(1)),
                        closed.close("again")))
                .allSatisfy(step -> assertThat(step.outputs()).isEmpty());
    }

    private static Envelope message(long sequence, long acknowledged) {
        return new Envelope(Kind.MESSAGE, sequence, acknowledged, HELLO);
    }

    private static Step receive(LinkSession session, Envelope envelope, int second) {
        return session.receive(envelope, Duration.ofSeconds(second));
    }
}
