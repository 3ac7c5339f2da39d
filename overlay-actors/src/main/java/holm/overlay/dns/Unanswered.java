package holm.overlay.dns;

import org.jspecify.annotations.Nullable;

/** Nobody who should know answered in time; the message says who in one line. */
final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;

    Unanswered(String message) {
        super(message);
    }

    Unanswered(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
