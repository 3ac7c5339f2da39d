package holm.persistence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import org.apache.pekko.Done;

/** Who has work when, also after {@code kill -9}. One entry for each (kind, id). Thread-safe; reading costs no query. */
public final class Wakeups {
    private static final Comparator<Wakeup> BY_DUE =
            Comparator.comparing(Wakeup::due).thenComparing(Wakeup::kind).thenComparing(Wakeup::id);

    private record Key(String kind, String id) {}

    private final Map<Key, Wakeup> byKey = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<Wakeup> byDue = new ConcurrentSkipListSet<>(BY_DUE);
    private final Function<ListWriter.Write, CompletionStage<Done>> writer;

    Wakeups(List<Wakeup> loaded, Function<ListWriter.Write, CompletionStage<Done>> writer) {
        this.writer = writer;
        loaded.forEach(this::put);
    }

    /** Sets or moves the entry. @return done once durable */
    public CompletionStage<Done> set(String kind, String id, Instant due) {
        return writer.apply(new ListWriter.Write.Wake(new Wakeup(kind, id, due.truncatedTo(ChronoUnit.MILLIS))));
    }

    /** Removes the entry, if there is one. @return done once durable */
    public CompletionStage<Done> clear(String kind, String id) {
        return writer.apply(new ListWriter.Write.Unwake(kind, id));
    }

    /** @return up to {@code limit} entries that are due at {@code now}, the longest due first; they stay until set or cleared */
    public List<Wakeup> due(Instant now, int limit) {
        return byDue.stream()
                .takeWhile(entry -> !entry.due().isAfter(now))
                .limit(limit)
                .toList();
    }

    /** On the writer's thread, after the commit. */
    void applied(ListWriter.Write write) {
        switch (write) {
            case ListWriter.Write.Wake(var wakeup) -> put(wakeup);
            case ListWriter.Write.Unwake(var kind, var id) -> {
                var before = byKey.remove(new Key(kind, id));
                if (before != null) {
                    byDue.remove(before);
                }
            }
            case ListWriter.Write.Upsert _, ListWriter.Write.Remove _ -> {}
        }
    }

    private void put(Wakeup wakeup) {
        var before = byKey.put(new Key(wakeup.kind(), wakeup.id()), wakeup);
        if (before != null) {
            byDue.remove(before);
        }
        byDue.add(wakeup);
    }
}
