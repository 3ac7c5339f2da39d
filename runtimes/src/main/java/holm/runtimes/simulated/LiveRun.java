package holm.runtimes.simulated;

import holm.domain.InstanceId;
import holm.domain.message.LogLine;
import holm.runtimes.Exit;
import holm.runtimes.Running;
import holm.runtimes.log.SegmentStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One run while its worker lives: the pure function of time that it is, and the answer to those who wait for its end. */
final class LiveRun {
    /** Lines written by one turn, so that a run that was away for long does not hold up the others. */
    private static final int LINES_A_TURN = 500;

    private final KeptRun kept;
    private final Knobs knobs;
    private final CompletableFuture<Exit> end = new CompletableFuture<>();

    LiveRun(KeptRun kept, Knobs knobs) {
        this.kept = kept;
        this.knobs = knobs;
        kept.stopped().ifPresent(stopped -> end.complete(Exit.ofStatus(128 + stopped.signal(), false)));
    }

    KeptRun kept() {
        return kept;
    }

    Knobs knobs() {
        return knobs;
    }

    InstanceId instance() {
        return kept.assignment().instance();
    }

    CompletableFuture<Exit> end() {
        return end;
    }

    Running running(long nowMillis) {
        return new Running(
                kept.handle(),
                kept.assignment(),
                kept.fence(),
                kept.startedAtMillis(),
                end.isDone() || isOver(nowMillis),
                Optional.empty());
    }

    /** @return when it ends by itself, milliseconds since 1970 */
    Optional<Long> endsAtMillis() {
        return knobs.runTime().map(time -> kept.startedAtMillis() + time.toMillis());
    }

    boolean isOver(long nowMillis) {
        return endsAtMillis().filter(at -> at <= nowMillis).isPresent();
    }

    Exit ownEnd() {
        return knobs.outOfMemory()
                ? Exit.ofStatus(137, true)
                : Exit.ofStatus(knobs.signal().map(number -> 128 + number).orElse(knobs.exitCode()), false);
    }

    /** Writes the lines that are due and not yet written. @return whether more are due at once */
    boolean writeDue(SegmentStore logs, long nowMillis) {
        var line = knobs.output().orElse("");
        if (line.isEmpty()) {
            return false;
        }
        var source = kept.fence().toString();
        var every = knobs.outputEvery().map(Duration::toMillis).orElse(Long.MAX_VALUE);
        var until = Math.min(nowMillis, endsAtMillis().orElse(Long.MAX_VALUE));
        var due = 1 + Math.max(0, until - kept.startedAtMillis()) / every;
        var written = logs.written(instance(), source);
        var upTo = Math.min(due, written + LINES_A_TURN);
        var lines = new ArrayList<LogLine>();
        for (var number = written + 1; number <= upTo; number++) {
            var at = number == 1 ? kept.startedAtMillis() : kept.startedAtMillis() + (number - 1) * every;
            lines.add(new LogLine(
                    at, LogLine.Stream.STDOUT, kept.fence().run(), line.replace("{n}", Long.toString(number))));
        }
        if (!lines.isEmpty()) {
            logs.append(instance(), source, List.copyOf(lines), upTo);
        }
        return upTo < due;
    }
}
