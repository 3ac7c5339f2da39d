package holm.domain.descriptor;

import holm.domain.Refusal;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a document, collected while it is read, so that a person mends it in one go. Confined to one parse. */
final class Findings {
    /** More than anybody mends at once, and few enough that a hostile document makes no large answer. */
    static final int MOST = 20;

    private final List<Refusal> refusals = new ArrayList<>();

    /** @param message a sentence without its subject, which is the field: many clients show the message alone */
    void add(String path, String message, String hint) {
        if (refusals.size() < MOST) {
            refusals.add(Refusal.invalid(path, (path.isEmpty() ? "the document" : path) + " " + message, hint));
        }
    }

    boolean isEmpty() {
        return refusals.isEmpty();
    }

    /** Reading on would find nothing that is kept. */
    boolean isFull() {
        return refusals.size() >= MOST;
    }

    List<Refusal> refusals() {
        return List.copyOf(refusals);
    }
}
