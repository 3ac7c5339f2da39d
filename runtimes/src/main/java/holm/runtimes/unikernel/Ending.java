package holm.runtimes.unikernel;

import holm.runtimes.Exit;
import java.util.Optional;

/**
 * How a run ended, from all that is left of it. Pure.
 *
 * @param event what the guest did
 * @param status of QEMU's process, in a shell's words
 * @param asked whether it was asked to end
 * @param outOfMemory whether the kernel ended a process of its cgroup
 * @param output the last line that QEMU wrote for people
 */
record Ending(Optional<GuestEvent> event, Optional<Integer> status, boolean asked, boolean outOfMemory, String output) {
    private static final int SIGNALS = 128;
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;

    /** What QEMU's own failures end with, and a guest that says 0. */
    private static final int QEMU_FAILED = 1;

    Exit exit() {
        if (outOfMemory && status.isPresent() && status.get() > SIGNALS) {
            return Exit.ofStatus(status.get(), true);
        }
        return event.map(this::ofGuest).orElseGet(this::ofProcess);
    }

    private Exit ofGuest(GuestEvent what) {
        return switch (what) {
            case GuestEvent.Panicked() -> failed("the guest's kernel panicked");
            case GuestEvent.Shutdown shutdown ->
                switch (shutdown.reason()) {
                    case "guest-shutdown" ->
                        asked
                                ? new Exit(
                                        Optional.empty(), Optional.of(SIGTERM), false, "shut down when it was asked to")
                                : new Exit(Optional.of(0), Optional.empty(), false, "the guest shut down");
                    case "guest-reset" -> failed("the guest reset itself: it crashed, or wanted to start again");
                    case "guest-panic" -> failed("the guest's kernel panicked");
                    default -> switchedOff(shutdown.reason());
                };
        };
    }

    private Exit switchedOff(String reason) {
        return asked
                ? new Exit(
                        Optional.empty(),
                        Optional.of(SIGKILL),
                        false,
                        "was switched off, because it did not shut down in time")
                : failed("was switched off by somebody else on this machine (%s)".formatted(reason));
    }

    private Exit ofProcess() {
        if (status.isEmpty()) {
            return Exit.unknown("ended together with its supervisor or with the machine, so nobody knows how");
        }
        var code = status.get();
        if (code >= SIGNALS) {
            return Exit.ofStatus(code, false);
        }
        if (code % 2 == 0 || (code == QEMU_FAILED && !output.isEmpty())) {
            return failed("QEMU failed: " + (output.isEmpty() ? "status " + code : output));
        }
        return Exit.ofStatus(code / 2, false);
    }

    private static Exit failed(String sentence) {
        return new Exit(Optional.empty(), Optional.empty(), false, sentence);
    }
}
