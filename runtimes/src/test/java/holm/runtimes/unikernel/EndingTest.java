package holm.runtimes.unikernel;

import static org.assertj.core.api.Assertions.assertThat;

import holm.runtimes.Exit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {
    @Test
    void isSuccessOnlyWhenTheGuestShutDownByItself() {
        assertThat(event(new GuestEvent.Shutdown("guest-shutdown"), false).isSuccess())
                .isTrue();
        assertThat(event(new GuestEvent.Shutdown("guest-shutdown"), true))
                .matches(exit -> !exit.isSuccess())
                .matches(exit -> exit.detail().contains("asked"));
    }

    @ParameterizedTest
    @CsvSource({
        "guest-reset, crashed",
        "guest-panic, panicked",
        "host-signal, switched off by somebody else",
        "host-error, switched off by somebody else"
    })
    void isNoSuccessWhateverElseHappened(String reason, String words) {
        var exit = event(new GuestEvent.Shutdown(reason), false);

        assertThat(exit.isSuccess()).isFalse();
        assertThat(exit.detail()).contains(words);
    }

    @Test
    void tellsThatAGuestDidNotListen() {
        assertThat(event(new GuestEvent.Shutdown("host-qmp-quit"), true).signal())
                .contains(9);
        assertThat(process(137, true, "").signal()).contains(9);
    }

    /** isa-debug-exit ends QEMU with 2 * value + 1. */
    @ParameterizedTest
    @CsvSource({"1, 0", "3, 1", "7, 3", "127, 63"})
    void readsAGuestsExitCode(int status, int code) {
        assertThat(process(status, false, "").code()).contains(code);
    }

    @Test
    void tellsQemusOwnFailureFromAGuestsSuccess() {
        assertThat(process(1, false, "").isSuccess()).isTrue();
        assertThat(process(1, false, "cannot set up guest memory"))
                .isEqualTo(
                        new Exit(Optional.empty(), Optional.empty(), false, "QEMU failed: cannot set up guest memory"));
        assertThat(process(126, false, "").isSuccess()).isFalse();
        assertThat(process(0, false, "").isSuccess()).isFalse();
    }

    @Test
    void tellsTheSignalThatEndedQemu() {
        assertThat(process(139, false, "").signal()).contains(11);
        assertThat(new Ending(Optional.empty(), Optional.of(137), false, true, "")
                        .exit()
                        .outOfMemory())
                .isTrue();
    }

    @Test
    void saysThatNobodyKnows() {
        assertThat(new Ending(Optional.empty(), Optional.empty(), false, false, "")
                        .exit()
                        .detail())
                .contains("nobody knows how");
    }

    private static Exit event(GuestEvent event, boolean asked) {
        return new Ending(Optional.of(event), Optional.of(0), asked, false, "").exit();
    }

    private static Exit process(int status, boolean asked, String output) {
        return new Ending(Optional.empty(), Optional.of(status), asked, false, output).exit();
    }
}
