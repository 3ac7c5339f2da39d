package holm.root;

/** The root cannot start; the message says why to its operator. */
public final class RootStartException extends Exception {
    RootStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
