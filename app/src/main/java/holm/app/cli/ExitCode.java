package holm.app.cli;

/** What a command's exit code says to a script. */
public enum ExitCode {
    /** Done. */
    OK(0),
    /** Refused by the root, or it did not succeed. */
    REFUSED(1),
    /** The command line makes no sense. */
    USAGE(2),
    /** The root cannot be reached, or does not work now: try again later. */
    UNREACHABLE(3),
    /** What was waited for did not happen in time. */
    TIMED_OUT(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
