package holm.runtimes;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One fetch for many that wait: whoever asks for a code that is being fetched waits for that fetch and hears its progress. */
public final class Fetches {
    private final ConcurrentMap<String, Flight> flights = new ConcurrentHashMap<>();

    /** What makes a code present; runs once for all that wait, on a virtual thread of its own. */
    @FunctionalInterface
    public interface Fetch {
        /** @return the digest of what is present now */
        String run(Consumer<String> progress) throws RuntimeFailure, InterruptedException;
    }

    /**
     * Waits for the one fetch of this code, and begins it when there is none.
     *
     * @throws InterruptedException when the caller is interrupted; the fetch itself is given up only with its last caller
     */
    public String once(String code, Fetch fetch, Consumer<String> progress)
            throws RuntimeFailure, InterruptedException {
        var flight = flights.compute(code, (key, running) -> {
            var joined = running == null ? new Flight() : running;
            joined.waiting.incrementAndGet();
            joined.listeners.add(progress);
            return joined;
        });
        try {
            flight.begin(() -> flights.remove(code, flight), fetch);
            return flight.done.get();
        } catch (ExecutionException failed) {
            throw failure(code, failed);
        } finally {
            flights.computeIfPresent(
                    code, (key, running) -> running == flight && flight.leave(progress) ? null : running);
        }
    }

    private static RuntimeFailure failure(String code, ExecutionException failed) {
        var cause = failed.getCause() == null ? failed : failed.getCause();
        return cause instanceof RuntimeFailure known
                ? new RuntimeFailure(known.getMessage(), known.isTransient(), known)
                : new RuntimeFailure("%s could not be fetched: %s".formatted(code, cause), true, cause);
    }

    private static final class Flight {
        private final AtomicInteger waiting = new AtomicInteger();
        private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
        private final CompletableFuture<String> done = new CompletableFuture<>();
        private final CompletableFuture<Thread> thread = new CompletableFuture<>();

        private synchronized void begin(Runnable landed, Fetch fetch) {
            if (!thread.isDone()) {
                thread.complete(Thread.ofVirtual().name("fetch").start(() -> fly(landed, fetch)));
            }
        }

        private void fly(Runnable landed, Fetch fetch) {
            try {
                var digest = fetch.run(line -> listeners.forEach(listener -> listener.accept(line)));
                landed.run();
                done.complete(digest);
            } catch (RuntimeFailure | InterruptedException | RuntimeException failed) {
                landed.run();
                done.completeExceptionally(failed);
            }
        }

        /** @return whether the last caller has left and the fetch was given up */
        private boolean leave(Consumer<String> progress) {
            listeners.remove(progress);
            if (waiting.decrementAndGet() > 0 || done.isDone()) {
                return false;
            }
            thread.join().interrupt();
            return true;
        }
    }
}
