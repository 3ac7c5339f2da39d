package holm.runtimes;

import holm.domain.InstanceId;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import java.util.function.Predicate;

/** Holm's own bounded, rotated log segments: readers never meet the engine's rotation. */
public interface LogStore {
    /** @return where the log of this instance is read; there for every instance, empty before it wrote anything */
    Reader reader(InstanceId instance);

    /** Removes the log of an instance; its followers come to their end. */
    void forget(InstanceId instance);

    /** Reads the log of one instance, over all its runs. */
    interface Reader {
        /**
         * Hands over lines in the order in which they were written; blocks while following and nothing new is there.
         *
         * @param line takes each line and says whether it wants more
         * @throws InterruptedException when the reading thread is interrupted, which is how a follower is stopped
         */
        void read(LogQuery query, Predicate<LogLine> line) throws InterruptedException;
    }
}
