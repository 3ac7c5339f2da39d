package holm.wire.log;

import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import java.util.function.Predicate;

/** Reads the log of one instance where it is kept. */
@FunctionalInterface
public interface LogReading {
    /**
     * Hands over lines in the order in which they were written; blocks while following and nothing new is there.
     *
     * @param line takes each line and says whether it wants more
     * @throws InterruptedException when the reading thread is interrupted, which is how a follower is stopped
     */
    void read(LogQuery query, Predicate<LogLine> line) throws InterruptedException;
}
