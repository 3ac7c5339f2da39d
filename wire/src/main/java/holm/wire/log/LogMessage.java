package holm.wire.log;

import holm.domain.message.LogLine;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What crosses Artery while one log is read: the reader pulls, the worker answers each pull with one chunk or the end. */
public sealed interface LogMessage {
    /** The reader has room for one chunk. */
    record Pull(ActorRef<LogMessage> reader) implements LogMessage {}

    /** The reader has left. */
    record Cancel() implements LogMessage {}

    /** @param lines none as a sign of life of a quiet log, else at most {@link LogChunks#LARGEST_BYTES} together, or a longer one alone */
    record Chunk(List<LogLine> lines) implements LogMessage {}

    /** @param failure why there is no more; empty when the log really ends here */
    record End(Optional<String> failure) implements LogMessage {}
}
