package holm.app.cli;

/** A command did not succeed; its message is all that the person is told. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ExitCode code;

    public CommandFailure(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}
