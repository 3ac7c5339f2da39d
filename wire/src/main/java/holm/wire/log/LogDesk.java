package holm.wire.log;

import holm.domain.message.LogLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Where an upper tier (cluster, root) waits for the logs that it asked its lower tier for: by the request's id, an offer meets the
 * reader. Thread-safe.
 */
public final class LogDesk {
    /** How long a lower tier may take to offer what it was asked for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A worker answers each pull within {@link LogSender#SIGN_OF_LIFE}. */
    private static final Duration ANSWER = LogSender.SIGN_OF_LIFE.multipliedBy(2);

    private final ActorSystem<?> system;
    private final ConcurrentMap<String, CompletableFuture<Source<LogLine, NotUsed>>> expected =
            new ConcurrentHashMap<>();

    public LogDesk(ActorSystem<?> system) {
        this.system = system;
    }

    /**
     * Waits for an offer; to be called before the lower tier is asked.
     *
     * @param request a new one
     * @return the lines, once; fails with {@link LogUnavailable} when there is no offer in time or the way to the worker is lost.
     *     Pulls only what is read; cancelling it ends the reading on the worker
     */
    public Source<LogLine, NotUsed> expect(String request) {
        var offer = new CompletableFuture<Source<LogLine, NotUsed>>();
        expected.put(request, offer);
        var patient = offer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> expected.remove(request, offer));
        return Source.completionStageSource(patient)
                .mapError(Throwable.class, LogUnavailable::of)
                .mapMaterializedValue(_ -> NotUsed.getInstance());
    }

    /** A lower tier says why there is no log. */
    public void refused(String request, String reason) {
        var offer = expected.remove(request);
        if (offer != null) {
            offer.completeExceptionally(new LogUnavailable(reason));
        }
    }

    /** A worker offers what was asked for; an offer that nobody waits for is cancelled. */
    public void offered(String request, ActorRef<LogMessage> source) {
        if (!accept(request, pulled(source))) {
            source.tell(new LogMessage.Cancel());
        }
    }

    /** @return whether somebody waits for it now */
    boolean isExpected(String request) {
        return expected.containsKey(request);
    }

    /** @return whether somebody waited for it and has it now */
    boolean accept(String request, Source<LogLine, NotUsed> lines) {
        var offer = expected.remove(request);
        return offer != null && offer.complete(lines);
    }

    private Source<LogLine, NotUsed> pulled(ActorRef<LogMessage> source) {
        return Source.unfoldResourceAsync(
                        () -> CompletableFuture.completedFuture(source),
                        ref -> AskPattern.<LogMessage, LogMessage>ask(
                                        ref, LogMessage.Pull::new, ANSWER, system.scheduler())
                                .handle((answer, lost) ->
                                        answer == null ? new LogMessage.End(Optional.of("the worker is gone")) : answer)
                                .thenApply(LogDesk::lines),
                        ref -> {
                            ref.tell(new LogMessage.Cancel());
                            return CompletableFuture.completedFuture(Done.getInstance());
                        })
                .mapConcat(lines -> lines);
    }

    private static Optional<List<LogLine>> lines(LogMessage answer) {
        return switch (answer) {
            case LogMessage.Chunk(var lines) -> Optional.of(lines);
            case LogMessage.End(var failure) -> {
                failure.ifPresent(reason -> {
                    throw new LogUnavailable(reason);
                });
                yield Optional.empty();
            }
            case LogMessage.Pull _, LogMessage.Cancel _ ->
                throw new LogUnavailable("the worker sent a log that makes no sense");
        };
    }
}
