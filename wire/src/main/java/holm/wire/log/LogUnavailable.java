package holm.wire.log;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** A log cannot be read, or not any further; the message says why to the person who reads. */
public final class LogUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LogUnavailable(String message) {
        super(message);
    }

    /** @return what a reader is told about {@code failure}, whatever stream or future it went through */
    static LogUnavailable of(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case LogUnavailable known -> known;
            case TimeoutException _ -> new LogUnavailable("the worker did not answer");
            default -> new LogUnavailable("the way to the worker is lost: " + cause.getMessage());
        };
    }
}
