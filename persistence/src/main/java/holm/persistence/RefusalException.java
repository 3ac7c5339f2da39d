package holm.persistence;

import holm.domain.Refusal;

/** Carries a {@link Refusal} through a {@code StatusReply} to whoever asked. */
public final class RefusalException extends RuntimeException {
    private final Refusal refusal;

    public RefusalException(Refusal refusal) {
        super(refusal.message(), null, false, false); // a value, not an accident: no stack trace
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
