package holm.e2e.bench.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.e2e.support.Place;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears from the kernel of a host when its tables change: {@code nft monitor}. */
final class KernelWatch implements Closeable {
    private static final int PATIENCE_SECONDS = 60;
    private final Process monitor;
    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();

    private record Change(long nanos, String line) {}

    private KernelWatch(Process monitor) {
        this.monitor = monitor;
    }

    static KernelWatch start(Place place) throws IOException {
        var watch = new KernelWatch(new ProcessBuilder(place.command(List.of("nft", "monitor")))
                .redirectErrorStream(true)
                .start());
        Thread.ofPlatform().daemon().name("kernel-watch").start(watch::read);
        return watch;
    }

    /** Forgets what was heard so far. */
    void clear() {
        changes.clear();
    }

    /** @return {@link System#nanoTime} of the next change that names {@code text} */
    long next(String text) throws InterruptedException {
        while (true) {
            var change = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (change == null) {
                throw new IllegalStateException("no change of the kernel's tables names " + text);
            }
            if (change.line().contains(text)) {
                return change.nanos();
            }
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(monitor.getInputStream(), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                changes.add(new Change(System.nanoTime(), line));
            }
        } catch (IOException closed) {
            // By close().
        }
    }

    @Override
    public void close() {
        monitor.destroy();
        monitor.onExit().join();
    }
}
