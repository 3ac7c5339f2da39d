package holm.wire.link;

import holm.wire.link.Envelope.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.pcollections.AmortizedPQueue;
import org.pcollections.PQueue;

/**
 * One side of one session, without a socket and without a clock: what it is given and what follows from it. Messages are numbered
 * from 1; whatever is not the next number closes the session, nothing is sent twice. Times are measured from any fixed moment, by
 * a clock that never goes back.
 *
 * @param sent number of the last message that went out
 * @param confirmed number of the last message that the peer acknowledged
 * @param received number of the last message that came in
 * @param acknowledged number of the last message that this side acknowledged
 * @param pending messages that wait for the window
 * @param pendingBytes their size together
 * @param heard when the peer was last heard
 * @param pinged when this side last said that it is there
 * @param ticked when time last went by
 * @param closed why the session is over; empty while it is not
 */
record LinkSession(
        LinkSettings settings,
        long sent,
        long confirmed,
        long received,
        long acknowledged,
        PQueue<ByteString> pending,
        long pendingBytes,
        Duration heard,
        Duration pinged,
        Duration ticked,
        Optional<String> closed) {
    /** What is to be done. */
    sealed interface Output {
        record Transmit(Envelope envelope) implements Output {}

        record Deliver(ByteString body) implements Output {}

        record Close(String reason) implements Output {}
    }

    record Step(LinkSession next, List<Output> outputs) {}

    static LinkSession opened(LinkSettings settings, Duration now) {
        return new LinkSession(settings, 0, 0, 0, 0, AmortizedPQueue.empty(), 0, now, now, now, Optional.empty());
    }

    Step send(ByteString body) {
        if (closed.isPresent()) {
            return new Step(this, List.of());
        }
        if (pending.isEmpty() && hasWindow()) {
            var next = sentOne();
            return new Step(next, List.of(next.message(body)));
        }
        if (pending.size() >= settings.pendingMessages() || pendingBytes + body.size() > settings.pendingBytes()) {
            return close("the peer is too slow: %d messages of %d KiB wait for it"
                    .formatted(pending.size(), pendingBytes >> 10));
        }
        return new Step(with(sent, confirmed, pending.plus(body), pendingBytes + body.size()), List.of());
    }

    Step receive(Envelope envelope, Duration now) {
        if (closed.isPresent()) {
            return new Step(this, List.of());
        }
        if (envelope.acknowledged() > sent) {
            return close("the peer acknowledged message %d, %d were sent".formatted(envelope.acknowledged(), sent));
        }
        var heardNow = heardAt(now);
        return switch (envelope.kind()) {
            case MESSAGE -> heardNow.receiveMessage(envelope);
            case PING, ACKNOWLEDGEMENT ->
                envelope.sequence() == received
                        ? heardNow.confirm(envelope.acknowledged(), new ArrayList<>())
                        : close("messages %d to %d were lost".formatted(received + 1, envelope.sequence()));
            case UNKNOWN -> new Step(heardNow, List.of());
        };
    }

    /** Time went by; to be called several times within each ping. */
    Step tick(Duration now) {
        if (closed.isPresent()) {
            return new Step(this, List.of());
        }
        if (now.minus(ticked).compareTo(settings.ping()) > 0) {
            // This side itself stood still (a paused process, a long collection): its own sleep is no silence of the
            // peer.
            return new Step(heardAt(now).tickedAt(now, pinged), List.of());
        }
        if (now.minus(heard).compareTo(settings.deadAfter()) > 0) {
            return close("nothing was heard for %d s".formatted(now.minus(heard).toSeconds()));
        }
        if (now.minus(pinged).compareTo(settings.ping()) >= 0) {
            return new Step(tickedAt(now, now).acknowledgedAll(), List.of(signal(Kind.PING)));
        }
        return acknowledged < received
                ? new Step(tickedAt(now, pinged).acknowledgedAll(), List.of(signal(Kind.ACKNOWLEDGEMENT)))
                : new Step(tickedAt(now, pinged), List.of());
    }

    Step close(String reason) {
        return closed.isPresent()
                ? new Step(this, List.of())
                : new Step(
                        new LinkSession(
                                settings,
                                sent,
                                confirmed,
                                received,
                                acknowledged,
                                AmortizedPQueue.empty(),
                                0,
                                heard,
                                pinged,
                                ticked,
                                Optional.of(reason)),
                        List.of(new Output.Close(reason)));
    }

    private Step receiveMessage(Envelope envelope) {
        if (envelope.sequence() != received + 1) {
            return close("message %d came after message %d".formatted(envelope.sequence(), received));
        }
        var outputs = new ArrayList<Output>();
        outputs.add(new Output.Deliver(envelope.body()));
        var step = receivedOne().confirm(envelope.acknowledged(), outputs);
        var next = step.next();
        if (next.received - next.acknowledged < settings.acknowledgeEvery()) {
            return step;
        }
        outputs.add(next.signal(Kind.ACKNOWLEDGEMENT));
        return new Step(next.acknowledgedAll(), outputs);
    }

    /** The window opened a little: what waits may go. */
    private Step confirm(long upTo, List<Output> outputs) {
        var next = with(sent, Math.max(confirmed, upTo), pending, pendingBytes);
        while (!next.pending.isEmpty() && next.hasWindow()) {
            var body = next.pending.peek();
            next = next.with(next.sent, next.confirmed, next.pending.minus(), next.pendingBytes - body.size())
                    .sentOne();
            outputs.add(next.message(body));
        }
        return new Step(next, outputs);
    }

    private boolean hasWindow() {
        return sent - confirmed < settings.window();
    }

    private Output message(ByteString body) {
        return new Output.Transmit(new Envelope(Kind.MESSAGE, sent, received, body));
    }

    private Output signal(Kind kind) {
        return new Output.Transmit(new Envelope(kind, sent, received, ByteString.emptyByteString()));
    }

    /** A message carries the acknowledgement of all that came before it. */
    private LinkSession sentOne() {
        return with(sent + 1, confirmed, pending, pendingBytes).acknowledgedAll();
    }

    private LinkSession receivedOne() {
        return new LinkSession(
                settings,
                sent,
                confirmed,
                received + 1,
                acknowledged,
                pending,
                pendingBytes,
                heard,
                pinged,
                ticked,
                closed);
    }

    private LinkSession acknowledgedAll() {
        return new LinkSession(
                settings, sent, confirmed, received, received, pending, pendingBytes, heard, pinged, ticked, closed);
    }

    private LinkSession heardAt(Duration now) {
        return new LinkSession(
                settings, sent, confirmed, received, acknowledged, pending, pendingBytes, now, pinged, ticked, closed);
    }

    private LinkSession tickedAt(Duration now, Duration lastPing) {
        return new LinkSession(
                settings, sent, confirmed, received, acknowledged, pending, pendingBytes, heard, lastPing, now, closed);
    }

    private LinkSession with(long nowSent, long nowConfirmed, PQueue<ByteString> nowPending, long nowPendingBytes) {
        return new LinkSession(
                settings,
                nowSent,
                nowConfirmed,
                received,
                acknowledged,
                nowPending,
                nowPendingBytes,
                heard,
                pinged,
                ticked,
                closed);
    }
}
