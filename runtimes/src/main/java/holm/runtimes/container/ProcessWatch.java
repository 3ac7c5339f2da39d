package holm.runtimes.container;

import holm.runtimes.process.NativeProcess;
import holm.runtimes.process.ProcessStat;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells when processes that are nobody's children here end. One thread looks at all of them: the engine's wait endpoint would
 * need a connection for each, polls its database four times a second for each, and goes away with the engine.
 */
final class ProcessWatch implements AutoCloseable {
    /** A look costs a microsecond for each process, and an end is seen 25 ms later on average. */
    private static final Duration EVERY = Duration.ofMillis(50);

    /** So rarely the whole identity is compared: a zombie that nobody buries, a number that was given away again. */
    private static final int THOROUGH = 20;

    private final ConcurrentMap<ProcessStat.Identity, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();
    private long looks;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("process-watch").factory());

    ProcessWatch() {
        var _ = timer.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @return completes when this process, and not a later one with its number, has ended */
    CompletableFuture<Void> end(ProcessStat.Identity process) {
        return ends.computeIfAbsent(process, watched -> new CompletableFuture<>());
    }

    private void look() {
        var thorough = ++looks % THOROUGH == 0;
        ends.forEach((watched, end) -> {
            if (!(thorough ? watched.isAlive() : NativeProcess.exists(watched.pid()))) {
                ends.remove(watched);
                end.complete(null);
            }
        });
    }

    /** Cancels what is still awaited. */
    @Override
    public void close() {
        timer.shutdownNow();
        ends.values().forEach(end -> end.cancel(false));
    }
}
