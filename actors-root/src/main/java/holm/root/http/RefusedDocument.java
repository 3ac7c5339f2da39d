package holm.root.http;

import holm.domain.Refusal;
import java.util.List;

/** Everything that is wrong with a document, so that a person mends it in one go. Has no stack trace: it is an answer. */
public final class RefusedDocument extends RuntimeException {
    private final List<Refusal> refusals;

    /** @param refusals at least one, in the order of the document */
    public RefusedDocument(List<Refusal> refusals) {
        super(refusals.getFirst().message(), null, false, false);
        this.refusals = List.copyOf(refusals);
    }

    public List<Refusal> refusals() {
        return refusals;
    }
}
