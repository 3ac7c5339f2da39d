package holm.runtimes.container;

import com.github.dockerjava.api.model.ResponseItem;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Sums up what an engine says about each layer to one short line, now and then. Used by one thread. */
final class FetchProgress implements Consumer<ResponseItem> {
    private static final long MEBI = 1024 * 1024;

    /** A line for each mebibyte would flood a status detail. */
    private static final long STEP_BYTES = 4 * MEBI;

    private final Consumer<String> line;
    private final Map<String, Long> got = new HashMap<>();
    private final Map<String, Long> all = new HashMap<>();
    private long told;

    FetchProgress(Consumer<String> line) {
        this.line = line;
    }

    @Override
    public void accept(ResponseItem item) {
        var detail = item.getProgressDetail();
        if (item.getId() == null || detail == null || detail.getCurrent() == null) {
            return;
        }
        got.put(item.getId(), detail.getCurrent());
        all.put(item.getId(), Math.max(detail.getTotal() == null ? 0 : detail.getTotal(), detail.getCurrent()));
        var sum = sum(got);
        if (sum - told >= STEP_BYTES) {
            told = sum;
            line.accept("fetched %d of %d MiB".formatted(sum / MEBI, (sum(all) + MEBI - 1) / MEBI));
        }
    }

    private static long sum(Map<String, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
