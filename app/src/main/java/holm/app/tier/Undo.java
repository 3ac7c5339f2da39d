package holm.app.tier;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in the opposite order, whatever fails. Thread-safe; the second {@link #close} does nothing. */
final class Undo implements AutoCloseable {
    /** A tier that does not end within this time is left to the end of the process. */
    private static final long PATIENCE_SECONDS = 10;

    private final Deque<Step> steps = new ArrayDeque<>();

    /** One thing to stop. */
    interface Step {
        void run() throws Exception;
    }

    synchronized void add(Step step) {
        steps.push(step);
    }

    synchronized void addStage(java.util.function.Supplier<? extends CompletionStage<?>> stop) {
        add(() -> stop.get().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public synchronized void close() {
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LoggerFactory.getLogger(Undo.class).warn("a part did not stop cleanly reason={}", e.toString());
            }
        }
    }
}
