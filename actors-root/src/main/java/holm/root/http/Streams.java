package holm.root.http;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;

/** Counts the streams that are open: they last, and one account must not take all connections. Thread-safe. */
public final class Streams {
    private final Map<Caller, Integer> open = new ConcurrentHashMap<>();

    /**
     * @return an answer that lasts as long as {@code events}
     * @throws RefusalException {@code TOO_OFTEN} when the caller has {@link ApiLimits#STREAMS} already
     */
    public HttpResponse answer(Caller caller, Source<EventStream.Event, NotUsed> events) {
        if (open.getOrDefault(caller, 0) >= ApiLimits.STREAMS) {
            throw new RefusalException(Refusal.of(
                            Refusal.Kind.TOO_OFTEN,
                            "too-many-streams",
                            "you follow " + ApiLimits.STREAMS + " streams already")
                    .withHint("end one of them"));
        }
        // Counted when it begins to flow: the answer to a HEAD, or to a client that is gone already, never does.
        return EventStream.of(events.watchTermination((value, end) -> {
            open.merge(caller, 1, Integer::sum);
            end.whenComplete((_, _) -> closed(caller));
            return value;
        }));
    }

    private void closed(Caller caller) {
        open.computeIfPresent(caller, (_, many) -> many == 1 ? null : many - 1);
    }
}
