package holm.runtimes.unikernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.domain.message.Usage;
import holm.runtimes.Exit;
import holm.runtimes.Running;
import holm.runtimes.RuntimeFailure;
import holm.runtimes.process.CpuMeter;
import holm.runtimes.process.NativeProcess;
import holm.runtimes.process.OwnCgroup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run, as its state directory and its process show it: a worker that finds it knows as much as the one that started it. Safe for many threads. */
final class Machine {
    private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** So rarely everything is looked at: a process whose number was given away again. */
    private static final int THOROUGH = 100;

    /** A guest that has not yet come to listen to its power button hears the next press. */
    private static final Duration PRESS_EVERY = Duration.ofMillis(500);

    /** A guest that is paused takes a few milliseconds to quit; longer means that QEMU is stuck. */
    private static final Duration QUIT_PATIENCE = Duration.ofSeconds(2);

    /** After SIGKILL only a process in uninterruptible sleep is still there. */
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(30);

    /** The shell that waits for QEMU writes its status down within milliseconds, unless somebody killed it, too. */
    private static final Duration STATUS_PATIENCE = Duration.ofSeconds(2);

    /** The kernel takes a process apart after everybody has seen it end. */
    private static final Duration ERASE_PATIENCE = Duration.ofSeconds(5);

    /** QEMU's words for people: a guest can cause warnings without end. */
    private static final long MOST_OUTPUT_BYTES = 1024 * 1024;

    private static final int SHOWN_CHARACTERS = 300;
    private final RunDirectory directory;
    private final KeptRun run;
    private final OwnCgroup cgroup;
    private final Monitor monitor;
    private final EventFile events;
    private final CpuMeter meter = new CpuMeter();

    Machine(RunDirectory directory, KeptRun run, OwnCgroup cgroup, Monitor monitor) {
        this.directory = directory;
        this.run = run;
        this.cgroup = cgroup;
        this.monitor = monitor;
        this.events = new EventFile(directory.events());
    }

    KeptRun run() {
        return run;
    }

    RunDirectory directory() {
        return directory;
    }

    Running running() {
        return run.running(isOver());
    }

    /** @return whether QEMU answers, and the guest runs */
    synchronized boolean isUp() {
        return events.isUp();
    }

    /** @return whether the guest does nothing any more, though QEMU may still hold it */
    synchronized boolean isOver() {
        return events.end().isPresent() || isGone();
    }

    /** @return what QEMU said when it could not start the guest; empty when it could */
    Optional<String> startFailure() throws InterruptedException {
        var status = status();
        var hasRun = isUp() || (status.isPresent() && status.get() % 2 == 1 && output().isEmpty());
        return isGone() && !hasRun
                ? Optional.of(
                        output().isEmpty()
                                ? "it ended with status "
                                        + status.map(String::valueOf).orElse("unknown")
                                : output())
                : Optional.empty();
    }

    /** Waits until the guest has ended, and frees what it held. */
    Exit awaitEnd(BooleanSupplier closed) throws RuntimeFailure, InterruptedException {
        while (!isOver()) {
            shortenOutput();
            watch(closed);
        }
        switchOff();
        return exit();
    }

    /** Comes back when something may have happened, and now and then; cheap, because it looks all the time. */
    private void watch(BooleanSupplier closed) throws RuntimeFailure, InterruptedException {
        var process = directory.process().map(ProcessHandle::pid);
        for (var looks = 0; looks < THOROUGH; looks++) {
            if (closed.getAsBoolean()) {
                throw new RuntimeFailure("the unikernel runtime of this worker was closed", true);
            }
            if (hasNews() || process.filter(NativeProcess::exists).isEmpty()) {
                return;
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    /** Asks the guest to shut down, and switches it off when it has not after {@code grace}. */
    void stop(Duration grace) throws RuntimeFailure, InterruptedException {
        if (isOver()) {
            return;
        }
        try {
            directory.markStopping();
        } catch (IOException full) {
            LOG.warn("{}: that it was stopped cannot be written down: {}", run.handle(), full.getMessage());
        }
        var since = System.nanoTime();
        do {
            press();
        } while (!waitUntil(this::isOver, shorter(PRESS_EVERY, grace)) && System.nanoTime() - since < grace.toNanos());
        switchOff();
    }

    /** Ends QEMU, whatever its guest does. */
    void switchOff() throws RuntimeFailure, InterruptedException {
        if (isGone()) {
            return;
        }
        if (isHeard("quit") && waitUntil(this::isGone, QUIT_PATIENCE)) {
            return;
        }
        directory.process().ifPresent(ProcessHandle::destroyForcibly);
        if (!waitUntil(this::isGone, KILL_PATIENCE)) {
            throw new RuntimeFailure(
                    "%s does not even end by SIGKILL: it waits inside the kernel".formatted(run.handle()), true);
        }
    }

    /** @param diskBytes what is kept of it on disk */
    Optional<Usage> usage(long diskBytes) {
        return isOver()
                ? Optional.empty()
                : cgroup.meter()
                        .sample()
                        .map(sample -> new Usage(
                                run.assignment().instance(),
                                meter.percent(System.nanoTime(), sample.cpuNanos()),
                                sample.memoryBytes(),
                                diskBytes));
    }

    /** Removes all that is left of an ended run. */
    void erase() throws InterruptedException {
        try {
            var _ = status(); // else it would be written into a directory that is being deleted
            if (!waitUntil(cgroup::remove, ERASE_PATIENCE)) {
                LOG.warn("the cgroup of {} is still in use and stays", run.handle());
            }
        } finally {
            Trees.delete(directory.path());
        }
    }

    private synchronized boolean hasNews() {
        return events.hasMore();
    }

    private synchronized Exit exit() throws InterruptedException {
        return new Ending(
                        events.end(),
                        status(),
                        directory.isStopping(),
                        cgroup.meter().hadOutOfMemory(),
                        output())
                .exit();
    }

    private boolean isGone() {
        return directory.status().isPresent()
                || (directory.isStarted() && directory.process().isEmpty());
    }

    private Optional<Integer> status() throws InterruptedException {
        waitUntil(() -> directory.status().isPresent() || !isGone(), STATUS_PATIENCE);
        return directory.status();
    }

    private void press() throws InterruptedException {
        if (!isHeard("system_powerdown")) {
            LOG.info("{}: QEMU does not take the press of its power button now", run.handle());
        }
    }

    private boolean isHeard(String command) throws InterruptedException {
        try {
            monitor.run(command);
            return true;
        } catch (IOException deaf) {
            LOG.debug("{}: {} was not heard: {}", run.handle(), command, deaf.getMessage());
            return false;
        }
    }

    /** @return the last line that QEMU wrote, without its name before it */
    private String output() {
        try {
            var text = Files.readString(directory.output(), UTF_8).strip();
            var line = text.substring(text.lastIndexOf('\n') + 1).replaceAll("\\p{Cntrl}+", " ");
            var said = line.substring(Math.min(line.length(), line.indexOf(": ") + 2))
                    .strip();
            return said.length() <= SHOWN_CHARACTERS ? said : "…" + said.substring(said.length() - SHOWN_CHARACTERS);
        } catch (IOException none) {
            return "";
        }
    }

    private void shortenOutput() {
        try {
            if (Files.size(directory.output()) > MOST_OUTPUT_BYTES) {
                try (var output = FileChannel.open(directory.output(), StandardOpenOption.WRITE)) {
                    output.truncate(0);
                }
            }
        } catch (IOException none) {
            LOG.debug("{}: what QEMU wrote cannot be shortened: {}", run.handle(), none.getMessage());
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static boolean waitUntil(BooleanSupplier condition, Duration patience) throws InterruptedException {
        var since = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - since > patience.toNanos()) {
                return false;
            }
            Thread.sleep(LOOK_EVERY);
        }
        return true;
    }
}
