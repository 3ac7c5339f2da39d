package holm.wire.log;

import holm.domain.message.LogLine;
import holm.wire.link.WebSockets;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.japi.pf.PFBuilder;
import org.apache.pekko.stream.javadsl.AsPublisher;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * One log over a WebSocket of its own, from a cluster to the root. The socket's own flow control is the credit: lines that the
 * root does not read stay on the worker.
 */
public final class LogRelay {
    /** Below every idle time-out on the way. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    /** A frame is one chunk; a line longer than a chunk comes alone. */
    private static final int FRAME_BYTES = 4 << 20;

    private static final Duration ONE_MESSAGE = Duration.ofSeconds(30);

    private LogRelay() {}

    /**
     * Sends a log to the root.
     *
     * @param uri the root's route with the request's id at its end
     * @return answers when the root took the connection
     */
    public static CompletionStage<Done> send(ActorSystem<?> system, URI uri, Source<LogLine, NotUsed> lines) {
        var frames = lines.batchWeighted(
                        LogChunks.LARGEST_BYTES,
                        line -> (long) LogChunks.weight(line),
                        line -> new ArrayList<>(List.of(line)),
                        (chunk, line) -> {
                            chunk.add(line);
                            return chunk;
                        })
                .map(LogFrame::of)
                .concat(Source.single(LogFrame.end(Optional.empty())))
                .recover(new PFBuilder<Throwable, LogFrame>()
                        .matchAny(failure -> LogFrame.end(
                                Optional.ofNullable(LogUnavailable.of(failure).getMessage())))
                        .build())
                .keepAlive(SIGN_OF_LIFE, () -> LogFrame.of(List.of()))
                .<Message>map(frame -> BinaryMessage.create(frame.write()));
        return WebSockets.connect(system, uri, Flow.fromSinkAndSourceCoupled(Sink.ignore(), frames));
    }

    /** Tells the root why there is no log. */
    public static CompletionStage<Done> refuse(ActorSystem<?> system, URI uri, String reason) {
        return send(system, uri, Source.failed(new LogUnavailable(reason)));
    }

    /** The root's route: what follows the path is the request's id. */
    public static Route route(ActorSystem<?> system, LogDesk desk) {
        return Directives.path(
                PathMatchers.segment(),
                request -> Directives.extractWebSocketUpgrade(
                        _ -> desk.isExpected(request) ? take(system, desk, request) : Directives.reject()));
    }

    private static Route take(ActorSystem<?> system, LogDesk desk, String request) {
        var made = Sink.<Message>asPublisher(AsPublisher.WITHOUT_FANOUT).preMaterialize(system);
        var lines = Source.fromPublisher(made.first())
                .mapAsync(1, message -> bytes(system, message))
                .map(LogFrame::read)
                .concat(Source.single(LogFrame.end(Optional.of("the cluster is gone"))))
                .takeWhile(frame -> !isLast(frame))
                .mapConcat(LogFrame::lines);
        return desk.accept(request, lines)
                ? Directives.handleWebSocketMessages(Flow.fromSinkAndSourceCoupled(made.second(), Source.maybe()))
                : Directives.reject();
    }

    private static boolean isLast(LogFrame frame) {
        frame.failure().ifPresent(reason -> {
            throw new LogUnavailable(reason);
        });
        return frame.end();
    }

    private static CompletionStage<ByteString> bytes(ActorSystem<?> system, Message message) {
        if (message.isText()) {
            return CompletableFuture.failedFuture(new LogUnavailable("the cluster sent a log that makes no sense"));
        }
        var binary = message.asBinaryMessage();
        return binary.isStrict()
                ? CompletableFuture.completedFuture(binary.getStrictData())
                : binary.getStreamedData()
                        .limitWeighted(FRAME_BYTES, piece -> (long) piece.size())
                        .completionTimeout(ONE_MESSAGE)
                        .runFold(ByteString.emptyByteString(), ByteString::concat, system);
    }
}
