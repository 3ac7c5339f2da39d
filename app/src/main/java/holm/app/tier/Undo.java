package holm.app.tier;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * What was started, to be stopped whatever fails: first all tiers at once, so that none has the time to miss another and act on it; then
 * what they stood on, in the opposite order. Thread-safe; the second {@link #close} does nothing.
 */
final class Undo implements AutoCloseable {
    /** A tier that does not end within this time is left to the end of the process. */
    private static final long PATIENCE_SECONDS = 10;

    private final List<Supplier<? extends CompletionStage<?>>> tiers = new ArrayList<>();
    private final Deque<Step> steps = new ArrayDeque<>();

    /** One thing to stop. */
    interface Step {
        void run() throws Exception;
    }

    synchronized void add(Step step) {
        steps.push(step);
    }

    synchronized void addTier(Supplier<? extends CompletionStage<?>> stop) {
        tiers.add(stop);
    }

    @Override
    public synchronized void close() {
        var stopping =
                tiers.stream().map(stop -> stop.get().toCompletableFuture()).toArray(CompletableFuture<?>[]::new);
        tiers.clear();
        attempt(() -> CompletableFuture.allOf(stopping).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        while (!steps.isEmpty()) {
            attempt(steps.pop());
        }
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LoggerFactory.getLogger(Undo.class).warn("a part did not stop cleanly reason={}", e.toString());
        }
    }
}
