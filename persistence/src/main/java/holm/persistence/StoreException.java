package holm.persistence;

import org.jspecify.annotations.Nullable;

/** A store could not be opened. The message is for the operator: it names the place and what would help. */
public final class StoreException extends Exception {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
