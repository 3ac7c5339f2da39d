package holm.wire.log;

import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The worker's end of one log that is read: a virtual thread reads lines into a small queue, and each pull takes what is there.
 * Whoever does not pull any more holds that queue for {@link #PATIENCE} and nothing else.
 */
public final class LogSender {
    /** A quiet log answers each pull this often with nothing, so that the reader knows that the worker lives. */
    static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    /** A reader that paused is kept for a while; then it has to ask again. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int LINES_AHEAD = 256;

    private LogSender() {}

    /** What the reading thread hands over. */
    private sealed interface Entry {
        record Line(LogLine line) implements Entry {}

        record End(Optional<String> failure) implements Entry {}
    }

    /** Reads {@code query} of {@code log} for as long as somebody pulls. */
    public static Behavior<LogMessage> create(LogReading log, LogQuery query) {
        return Behaviors.setup(context -> {
            var lines = new ArrayBlockingQueue<Entry>(LINES_AHEAD);
            var thread = Thread.ofVirtual().name("log-reading").start(() -> read(log, query, lines));
            context.setReceiveTimeout(PATIENCE, new LogMessage.Cancel());
            return Behaviors.receive(LogMessage.class)
                    .onMessage(LogMessage.Pull.class, pull -> {
                        answer(lines, pull.reader());
                        return Behaviors.same();
                    })
                    .onMessage(LogMessage.Cancel.class, _ -> Behaviors.stopped())
                    .onAnyMessage(_ -> Behaviors.same())
                    .onSignal(PostStop.class, _ -> {
                        thread.interrupt();
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static void read(LogReading log, LogQuery query, BlockingQueue<Entry> lines) {
        try {
            var end = new Entry.End(Optional.empty());
            try {
                log.read(query, line -> put(lines, new Entry.Line(line)));
            } catch (RuntimeException failure) {
                end = new Entry.End(Optional.of("the log cannot be read: " + failure.getMessage()));
            }
            lines.put(end);
        } catch (InterruptedException left) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether to go on reading */
    private static boolean put(BlockingQueue<Entry> lines, Entry entry) {
        try {
            lines.put(entry);
            return true;
        } catch (InterruptedException left) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void answer(BlockingQueue<Entry> lines, ActorRef<LogMessage> reader) {
        Thread.ofVirtual().name("log-answer").start(() -> {
            try {
                reader.tell(next(lines));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** @return what is there; waits a little for the first line only */
    private static LogMessage next(BlockingQueue<Entry> lines) throws InterruptedException {
        var chunk = new ArrayList<LogLine>();
        var bytes = 0;
        var first = lines.poll(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
        if (first instanceof Entry.End(var failure)) {
            return new LogMessage.End(failure);
        }
        if (first instanceof Entry.Line(var line)) {
            chunk.add(line);
            bytes += LogChunks.weight(line);
        }
        while (lines.peek() instanceof Entry.Line(var line)
                && bytes + LogChunks.weight(line) <= LogChunks.LARGEST_BYTES) {
            chunk.add(line);
            bytes += LogChunks.weight(line);
            lines.remove();
        }
        return new LogMessage.Chunk(List.copyOf(chunk));
    }
}
