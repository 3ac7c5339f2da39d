package holm.overlay;

/** A network could not be made or changed; the message says why in one line. */
public final class NetworkFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether it was because a port, an address, or another thing that only this host lacks, is taken: another worker may do. */
    private final boolean elsewhere;

    public NetworkFailure(String message, boolean elsewhere) {
        super(message);
        this.elsewhere = elsewhere;
    }

    public NetworkFailure(String message, Throwable cause) {
        super(message, cause);
        this.elsewhere = false;
    }

    /** @return whether another worker may do what this one cannot */
    public boolean mayDoElsewhere() {
        return elsewhere;
    }
}
