package holm.wire.http;

/** Whether a tier can do its work now. */
public sealed interface Readiness {
    record Ready() implements Readiness {}

    /** @param reason what is missing, for the operator */
    record NotReady(String reason) implements Readiness {}
}
