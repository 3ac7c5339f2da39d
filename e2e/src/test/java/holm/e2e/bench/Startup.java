package holm.e2e.bench;

import holm.e2e.support.Installation;
import java.time.Duration;
import java.util.List;

/** How long {@code holm up} takes until it is ready, and what it weighs then and when it is idle. */
final class Startup {
    private static final Duration IDLE = Duration.ofSeconds(20);
    private final Samples first = new Samples();
    private final Samples again = new Samples();
    private final Samples bare = new Samples();
    private long mostReady;
    private long mostIdle;

    static void run(int runs) throws Exception {
        var startup = new Startup();
        for (var run = 0; run < runs; run++) {
            var holm = Installation.create("start", 26_500);
            try {
                startup.measure(holm);
            } finally {
                holm.remove();
            }
        }
        startup.print(runs);
    }

    private void measure(Installation holm) throws Exception {
        var process = holm.up();
        first.add(process.start().awaitReady().toNanos());
        process.stop();
        var started = System.nanoTime();
        holm.holm("version").orThrow();
        bare.add(System.nanoTime() - started);
        again.add(process.start().awaitReady().toNanos());
        mostReady = Math.max(mostReady, Machine.residentMebiBytes(process.pid()));
        process.waitFor(IDLE);
        mostIdle = Math.max(mostIdle, Machine.residentMebiBytes(process.pid()));
        process.stop();
    }

    private void print(int runs) {
        new Table("startup", "runs", "p50", "p99", "max")
                .row("holm up, first start (empty data directory)", first.cells())
                .row("holm up, second start", again.cells())
                .row("baseline: holm version (the same JVM and start script)", bare.cells())
                .print();
        new Table("resident memory", "most of %d runs".formatted(runs))
                .row("when ready", List.of(mostReady + " MiB"))
                .row("%d s later".formatted(IDLE.toSeconds()), List.of(mostIdle + " MiB"))
                .print();
    }
}
