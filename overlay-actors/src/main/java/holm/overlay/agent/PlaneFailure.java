package holm.overlay.agent;

/** The data plane could not do what it was told; the message says why in one line. */
public final class PlaneFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public PlaneFailure(String message) {
        super(message);
    }

    public PlaneFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
