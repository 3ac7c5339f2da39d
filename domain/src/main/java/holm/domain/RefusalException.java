package holm.domain;

/** Carries a {@link Refusal} through a {@link java.util.concurrent.CompletionStage} to whoever answers the caller. Has no stack trace: it is an answer. */
public final class RefusalException extends RuntimeException {
    private final Refusal refusal;

    public RefusalException(Refusal refusal) {
        super(refusal.code() + ": " + refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
