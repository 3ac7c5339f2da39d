package holm.overlay;

/** A network could not be made or changed; the message says why in one line. */
public final class NetworkFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether it was because a port, or another thing that only this host lacks, is taken: another worker may do. */
    private final boolean portTaken;

    public NetworkFailure(String message, boolean portTaken) {
        super(message);
        this.portTaken = portTaken;
    }

    public NetworkFailure(String message, Throwable cause) {
        super(message, cause);
        this.portTaken = false;
    }

    public boolean isPortTaken() {
        return portTaken;
    }
}
