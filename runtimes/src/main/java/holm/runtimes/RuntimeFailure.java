package holm.runtimes;

/** Something could not be run; the message says what was wrong to the person who asked for it, in one line. */
public final class RuntimeFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final String sentence;
    private final boolean transientFault;

    public RuntimeFailure(String message, boolean transientFault) {
        super(message);
        this.sentence = message;
        this.transientFault = transientFault;
    }

    public RuntimeFailure(String message, boolean transientFault, Throwable cause) {
        super(message, cause);
        this.sentence = message;
        this.transientFault = transientFault;
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    /** Whether trying again later may help: an engine that restarts, a registry that does not answer. */
    public boolean isTransient() {
        return transientFault;
    }
}
