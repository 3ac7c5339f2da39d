package holm.runtimes.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.Fence;
import holm.runtimes.Runs;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeConformance;
import holm.runtimes.RuntimeFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedRuntimeTest extends RuntimeConformance {
    @TempDir
    private Path state;

    @Override
    protected Runtime open() throws Exception {
        return new SimulatedRuntime(state);
    }

    @Override
    protected Runs runsForEver() {
        return Runs.simulated();
    }

    @Override
    protected Runs ignoresTerm() {
        return Runs.simulated("SIM_IGNORE_TERM=true");
    }

    @Override
    protected Runs exitsWith(int code) {
        return Runs.simulated("SIM_RUN_TIME=10ms", "SIM_EXIT_CODE=" + code);
    }

    @Override
    protected Runs diesBySignal(int number) {
        return Runs.simulated("SIM_RUN_TIME=10ms", "SIM_SIGNAL=" + number);
    }

    @Override
    protected Runs takesTooMuchMemory() {
        return Runs.simulated("SIM_RUN_TIME=10ms", "SIM_OUT_OF_MEMORY=true");
    }

    @Override
    protected Runs writesTwentyLines() {
        return Runs.simulated("SIM_OUTPUT=line {n}", "SIM_OUTPUT_EVERY=10ms", "SIM_RUN_TIME=190ms");
    }

    @Override
    protected String missingCode() {
        return "missing:latest";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIM_EXIT_CODE=256",
                "SIM_EXIT_CODE=-1",
                "SIM_RUN_TIME=5",
                "SIM_RUN_TIME=5 s",
                "SIM_FAILURE_RATE=1.5",
                "SIM_OUT_OF_MEMORY=yes",
                "SIM_START_DELAY=11m",
                "SIM_OUTPUT_EVERY=1ms",
                "SIM_SIGNAL=0",
                "SIM_SPEED=3",
                "SIM_OUTPUT"
            })
    void refusesAKnobThatItDoesNotUnderstand(String entry) {
        assertThatThrownBy(() -> launch(Runs.simulated(entry)))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining(entry.contains("=") ? entry.substring(0, entry.indexOf('=')) : entry);
    }

    @Test
    void failsAsOftenAsItIsAskedTo() {
        var failures = IntStream.range(0, 1_000).filter(run -> {
            try {
                runtime.launch(Runs.simulated("SIM_FAILURE_RATE=0.1").launch(Runs.instance(run + 10_000)));
                return false;
            } catch (RuntimeFailure asAskedFor) {
                return true;
            } catch (InterruptedException never) {
                throw new IllegalStateException(never);
            }
        });

        assertThat(failures.count()).isBetween(60L, 140L);
    }

    @Test
    void adoptsTenThousandRunsInWellUnderASecond() throws Exception {
        for (var number = 0; number < 10_000; number++) {
            runtime.launch(Runs.simulated("NAME=value").launch(Runs.instance(number + 100_000)));
        }
        runtime.close();
        var before = System.nanoTime();

        runtime = open();
        var adopted = runtime.adopt();

        var took = Duration.ofNanos(System.nanoTime() - before);
        System.out.println("adopting 10,000 simulated runs took " + took.toMillis() + " ms");
        assertThat(adopted).hasSize(10_000);
        assertThat(took).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void ignoresTheHalfLineOfAKilledWriter() throws Exception {
        var running = launch(runsForEver());
        runtime.close();
        Files.writeString(state.resolve("runs.jsonl"), "+{\"handle\":\"holm-", StandardOpenOption.APPEND);

        runtime = open();

        assertThat(runtime.adopt()).containsExactly(running);
    }

    @Test
    void keepsItsFileSmallerThanTwiceWhatLives() throws Exception {
        for (var run = 1; run <= 5_000; run++) {
            runtime.remove(launch(Runs.simulated(), new Fence(1, 1, run)));
        }

        assertThat(Files.size(state.resolve("runs.jsonl"))).isLessThan(2_000_000);
    }
}
