package holm.root.log;

import holm.domain.InstanceId;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/** What instances write. Thread-safe. */
public interface InstanceLogs {
    /**
     * @return its lines, read as fast as they are taken; fails with a {@link holm.domain.RefusalException} when there is no such
     *     instance, it has no cluster yet, or its cluster is not connected. Ends when everything asked for was read, never while
     *     {@code query.follow()} and the instance exists
     */
    Source<LogLine, NotUsed> read(InstanceId instance, LogQuery query);
}
