package holm.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every runtime does, whatever runs behind it. A runtime's test extends this and says how its instances are told what to do. */
@Timeout(120)
public abstract class RuntimeConformance {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final LogQuery EVERYTHING = new LogQuery(Optional.empty(), Optional.empty(), false);
    protected Runtime runtime;
    protected InstanceId instance;

    /** A new object over the state that the last one left. */
    protected abstract Runtime open() throws Exception;

    /** Runs until it is stopped; ends on SIGTERM. */
    protected abstract Runs runsForEver();

    /** Runs until it is killed. */
    protected abstract Runs ignoresTerm();

    /** Ends soon with this code. */
    protected abstract Runs exitsWith(int code);

    /** Ends soon by this signal. */
    protected abstract Runs diesBySignal(int number);

    /** Ends soon because it wants more than its memory. */
    protected abstract Runs takesTooMuchMemory();

    /** Writes {@code line 1} … {@code line 20}, then ends. */
    protected abstract Runs writesTwentyLines();

    /** Code that does not exist. */
    protected abstract String missingCode();

    @BeforeEach
    void openRuntime() throws Exception {
        runtime = open();
        assertThat(runtime.probe()).isInstanceOf(Probe.Ready.class);
        instance = Runs.instance(NUMBERS.incrementAndGet());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        for (var running : runtime.adopt()) {
            runtime.stop(running, Duration.ZERO);
            runtime.remove(running);
        }
        runtime.close();
    }

    @Test
    void startsWhatItIsGiven() throws Exception {
        var before = System.currentTimeMillis();

        var running = launch(runsForEver());

        assertThat(running.ended()).isFalse();
        assertThat(running.assignment().instance()).isEqualTo(instance);
        assertThat(running.fence()).isEqualTo(new Fence(1, 1, 1));
        assertThat(running.startedAtMillis()).isBetween(before - 1_000, System.currentTimeMillis());
    }

    @Test
    void tellsTheExitCode() throws Exception {
        var exit = runtime.await(launch(exitsWith(3)));

        assertThat(exit.code()).contains(3);
        assertThat(exit.signal()).isEmpty();
        assertThat(exit.detail()).contains("3");
        assertThat(runtime.await(launchAgain(exitsWith(0), 2)).isSuccess()).isTrue();
    }

    @Test
    void tellsTheSignal() throws Exception {
        var exit = runtime.await(launch(diesBySignal(11)));

        assertThat(exit.signal()).contains(11);
        assertThat(exit.outOfMemory()).isFalse();
    }

    @Test
    void tellsThatTheMemoryWasNotEnough() throws Exception {
        var exit = runtime.await(launch(takesTooMuchMemory()));

        assertThat(exit.outOfMemory()).isTrue();
        assertThat(exit.detail()).contains("memory");
    }

    @Test
    void stopsWhatListensWithoutWaitingForTheGraceToPass() throws Exception {
        var running = launch(runsForEver());
        var before = System.nanoTime();

        runtime.stop(running, Duration.ofSeconds(30));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(runtime.await(running).isSuccess()).isFalse();
    }

    @Test
    void killsWhatDoesNotListenAfterTheGrace() throws Exception {
        var running = launch(ignoresTerm());
        var before = System.nanoTime();

        runtime.stop(running, Duration.ofSeconds(1));

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
        assertThat(runtime.await(running).signal()).contains(9);
    }

    @Test
    void stopsAndRemovesTwiceAsOnce() throws Exception {
        var running = launch(runsForEver());

        runtime.stop(running, Duration.ofSeconds(5));
        runtime.stop(running, Duration.ofSeconds(5));
        runtime.remove(running);
        runtime.remove(running);

        runtime.stop(running, Duration.ofSeconds(5));
        assertThat(runtime.adopt()).noneMatch(found -> found.handle().equals(running.handle()));
    }

    @Test
    void adoptsWhatRunsAfterARestart() throws Exception {
        var running = launch(runsForEver());

        restart();
        var adopted = find(running);

        assertThat(adopted).isEqualTo(running);
        runtime.stop(adopted, Duration.ofSeconds(5));
        assertThat(runtime.await(adopted)).isNotNull();
    }

    @Test
    void knowsHowARunEndedWhileNobodyWatched() throws Exception {
        var running = launch(exitsWith(7));
        runtime.await(running);

        restart();
        var adopted = find(running);

        assertThat(adopted.ended()).isTrue();
        assertThat(runtime.await(adopted).code()).contains(7);
    }

    @Test
    void keepsTheLogOfARunThatEnded() throws Exception {
        var running = launch(writesTwentyLines());
        runtime.await(running);

        assertThat(texts(EVERYTHING)).containsExactlyElementsOf(lines(1, 20));
        runtime.remove(running);
        restart();
        assertThat(texts(EVERYTHING)).containsExactlyElementsOf(lines(1, 20));
        assertThat(texts(new LogQuery(Optional.of(2), Optional.empty(), false))).containsExactly("line 19", "line 20");
        runtime.forget(instance);
        assertThat(texts(EVERYTHING)).isEmpty();
    }

    @Test
    void followsALogUntilTheReaderLeaves() throws Exception {
        var seen = new CopyOnWriteArrayList<LogLine>();
        var follower = Thread.ofVirtual().start(() -> follow(seen));

        launch(writesTwentyLines());

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(seen).hasSize(20));
        assertThat(seen).allMatch(line -> line.run() == 1 && line.stream() == LogLine.Stream.STDOUT);
        follower.interrupt();
        assertThat(follower.join(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void tellsWhatARunUses() throws Exception {
        var running = launch(runsForEver());

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(runtime.usage(running)).hasValueSatisfying(usage -> {
                    assertThat(usage.instance()).isEqualTo(instance);
                    assertThat(usage.memoryBytes()).isPositive();
                }));
        runtime.stop(running, Duration.ofSeconds(5));
        assertThat(runtime.usage(running)).isEmpty();
    }

    @Test
    void saysThatACodeDoesNotExist() {
        assertThatThrownBy(() -> runtime.fetch(missingCode(), progress -> {}))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining(missingCode());
        assertThatThrownBy(() -> launch(runsForEver().withCode(missingCode()), new Fence(1, 1, 1)))
                .isInstanceOf(RuntimeFailure.class);
    }

    @Test
    void leavesNothingBehindWhenALaunchFails() throws Exception {
        assertThatThrownBy(() -> launch(runsForEver().withCode(missingCode()), new Fence(1, 1, 1)))
                .isInstanceOf(RuntimeFailure.class);

        assertThat(runtime.adopt()).isEmpty();
    }

    @Test
    void fetchesOnceForManyThatWait() throws Exception {
        var digests = new ArrayList<Future<String>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 20; i++) {
                digests.add(callers.submit(() -> runtime.fetch(runsForEver().code(), progress -> {})));
            }
        }

        assertThat(digests.stream().map(Future::resultNow).distinct())
                .singleElement()
                .asString()
                .startsWith("sha256:");
    }

    protected Running launch(Runs runs) throws RuntimeFailure, InterruptedException {
        runtime.fetch(runs.code(), progress -> {});
        return launch(runs, new Fence(1, 1, 1));
    }

    protected Running launch(Runs runs, Fence fence) throws RuntimeFailure, InterruptedException {
        return runtime.launch(runs.launch(instance, fence));
    }

    protected List<String> texts(LogQuery query) throws InterruptedException {
        var seen = new ArrayList<String>();
        runtime.logs(instance).read(query, line -> seen.add(line.text()));
        return seen;
    }

    protected void restart() throws Exception {
        runtime.close();
        runtime = open();
        assertThat(runtime.probe()).isInstanceOf(Probe.Ready.class);
    }

    protected Running find(Running running) throws RuntimeFailure, InterruptedException {
        return runtime.adopt().stream()
                .filter(found -> found.handle().equals(running.handle()))
                .findFirst()
                .orElseThrow();
    }

    protected static List<String> lines(int first, int last) {
        return java.util.stream.IntStream.rangeClosed(first, last)
                .mapToObj(number -> "line " + number)
                .toList();
    }

    private Running launchAgain(Runs runs, int run) throws RuntimeFailure, InterruptedException {
        runtime.fetch(runs.code(), progress -> {});
        return launch(runs, new Fence(1, 1, run));
    }

    private void follow(List<LogLine> seen) {
        try {
            runtime.logs(instance).read(new LogQuery(Optional.empty(), Optional.empty(), true), seen::add);
        } catch (InterruptedException left) {
            Thread.currentThread().interrupt();
        }
    }
}
