package holm.app.tier;

import java.util.concurrent.CountDownLatch;

/** From the start of a tier to Ctrl-C, SIGTERM, or the end of one of its parts. */
final class Lifetime {
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Has {@code undo} run when the process is told to end, and keeps the process until it ran. */
    static Lifetime of(Undo undo) {
        var lifetime = new Lifetime();
        java.lang.Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            System.err.println("holm: stopping");
                            lifetime.stopping.countDown();
                            undo.close();
                            lifetime.stopped.countDown();
                        },
                        "stop"));
        return lifetime;
    }

    void await() throws InterruptedException {
        stopping.await();
        stopped.await();
    }
}
