package holm.wire.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** One WebSocket as a transport: each frame is one binary message. */
final class WebSocketTransport implements Transport {
    /** A full window, its acknowledgements and pings; a peer that leaves more unread is not there any more. */
    private static final int FRAMES_IN_FLIGHT = 4 * LinkSettings.DEFAULT.window();

    /** A message may come in several pieces; whoever needs longer between the first and the last is not well. */
    private static final Duration ONE_MESSAGE = Duration.ofSeconds(10);

    private final BoundedSourceQueue<Message> queue;
    private final Source<Message, NotUsed> outgoing;

    private WebSocketTransport(BoundedSourceQueue<Message> queue, Source<Message, NotUsed> outgoing) {
        this.queue = queue;
        this.outgoing = outgoing;
    }

    static WebSocketTransport create(ActorSystem<?> system) {
        var made = Source.<Message>queue(FRAMES_IN_FLIGHT).preMaterialize(system);
        return new WebSocketTransport(made.first(), made.second());
    }

    /**
     * @param link answers once the link exists; what comes in waits for it
     * @return what the HTTP layer connects with the socket
     */
    <O> Flow<Message, Message, NotUsed> flow(
            ActorSystem<?> system, CompletableFuture<ActorRef<LinkCommand<O>>> link, int frameBytes) {
        var incoming = Flow.<Message>create()
                .mapAsync(1, message -> bytes(system, message, frameBytes))
                .mapAsync(
                        1,
                        frame -> link.thenApply(ref -> {
                            ref.tell(new LinkCommand.FrameReceived<>(frame));
                            return Done.getInstance();
                        }))
                .toMat(Sink.ignore(), Keep.right())
                .mapMaterializedValue(ended -> {
                    var _ = ended.thenApply(_ -> "the peer closed the connection")
                            .exceptionally(failure -> "the connection broke: " + failure.getMessage())
                            .thenCombine(link, (reason, ref) -> {
                                ref.tell(new LinkCommand.TransportClosed<>(reason));
                                return Done.getInstance();
                            });
                    return NotUsed.getInstance();
                });
        return Flow.fromSinkAndSourceCoupled(incoming, outgoing);
    }

    @Override
    public void send(ByteString frame) {
        if (queue.offer(BinaryMessage.create(frame)).equals(QueueOfferResult.dropped())) {
            close("the peer does not read");
        }
    }

    @Override
    public void close(String reason) {
        if (!queue.isCompleted()) {
            queue.complete();
        }
    }

    private static CompletionStage<ByteString> bytes(ActorSystem<?> system, Message message, int frameBytes) {
        if (message.isText()) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("a text message on a link of binary ones"));
        }
        var binary = message.asBinaryMessage();
        return binary.isStrict()
                ? CompletableFuture.completedFuture(binary.getStrictData())
                : binary.getStreamedData()
                        .limitWeighted(frameBytes + EnvelopeCodec.HEADER_BYTES, piece -> (long) piece.size())
                        .completionTimeout(ONE_MESSAGE)
                        .runFold(ByteString.emptyByteString(), ByteString::concat, system);
    }
}
