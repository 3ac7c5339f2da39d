package holm.overlay.kernel;

import holm.overlay.NetworkFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where virtual threads wait for the kernel: native code keeps their carrier (JEP 444), and a machine has few of them. Platform
 * threads call by themselves, and so stay in their network namespace.
 */
final class KernelThreads {
    /** One transaction and one dump of the flows at a time; whoever else comes waits without holding anything. */
    private static final int THREADS = 2;

    private static final ExecutorService POOL = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("holm-kernel-", 0).factory());

    private KernelThreads() {}

    /** What may wait. */
    @FunctionalInterface
    interface Call<T> {
        T call() throws NetworkFailure;
    }

    /** Not interruptible: half a transaction is none. */
    static <T> T call(Call<T> what) throws NetworkFailure {
        if (!Thread.currentThread().isVirtual()) {
            return what.call();
        }
        var answer = new CompletableFuture<T>();
        POOL.execute(() -> answer(what, answer));
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NetworkFailure failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static <T> void answer(Call<T> what, CompletableFuture<T> answer) {
        try {
            answer.complete(what.call());
        } catch (NetworkFailure | RuntimeException | Error failed) {
            answer.completeExceptionally(failed);
        }
    }
}
