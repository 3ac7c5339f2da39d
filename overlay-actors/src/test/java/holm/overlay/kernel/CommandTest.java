package holm.overlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.overlay.NetworkFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** More than any pipe holds. */
    private static final int LONG = 1 << 20;

    @Test
    void saysWhatAProgramPrintedAndHowItEnded() throws Exception {
        assertThat(Command.attempt("", List.of("sh", "-c", "echo out; echo complaint >&2; exit 3")))
                .isEqualTo(new Command.Outcome(3, "out\ncomplaint\n"));
    }

    @Test
    void handsOverAnyLengthBothWays() throws Exception {
        assertThat(Command.run("x".repeat(LONG), List.of("cat"))).hasSize(LONG);
    }

    @Test
    void namesAProgramThatIsMissing() {
        assertThatThrownBy(() -> Command.attempt("", List.of("holm-has-no-such-program")))
                .isInstanceOf(NetworkFailure.class)
                .hasMessageContaining("holm-has-no-such-program");
    }

    @Test
    void endsTheProgramOfAnInterruptedThread(@TempDir Path directory) throws Exception {
        var started = directory.resolve("started");
        var answer = new CompletableFuture<Command.Outcome>();
        var caller = Thread.startVirtualThread(() -> attempt(answer, "echo $$ > " + started + "; exec sleep 300"));
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(started) && Files.size(started) > 1);
        caller.interrupt();
        assertThatThrownBy(() -> answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(started).strip()))
                        .filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    private static void attempt(CompletableFuture<Command.Outcome> answer, String script) {
        try {
            answer.complete(Command.attempt("", List.of("sh", "-c", script)));
        } catch (NetworkFailure | InterruptedException failed) {
            answer.completeExceptionally(failed);
        }
    }
}
