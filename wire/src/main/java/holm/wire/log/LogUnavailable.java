package holm.wire.log;

/** A log cannot be read, or not any further; the message says why to the person who reads. */
public final class LogUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogUnavailable(String message) {
        super(message);
    }
}
