package holm.domain.descriptor;

import holm.domain.Refusal;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a document, collected while it is read, so that a person mends it in one go. Confined to one parse. */
final class Findings {
    /** More than anybody mends at once, and few enough that a hostile document makes no large answer. */
    static final int MOST = 20;

    /** Longer than the path of any field that Holm knows; keys of a document have any length. */
    private static final int LONGEST_PATH = 300;

    private static final int REPLACEMENT = 0xfffd;

    private final List<Refusal> refusals = new ArrayList<>();

    /** @param message a sentence without its subject, which is the field: many clients show the message alone */
    void add(String path, String message, String hint) {
        if (refusals.size() < MOST) {
            var field = writable(path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…");
            var subject = field.isEmpty() ? "the document" : field;
            refusals.add(Refusal.invalid(field, subject + " " + writable(message), hint));
        }
    }

    /** @return {@code text} without halves of surrogate pairs, which no JSON writer takes; keys and values of a document may have them */
    private static String writable(String text) {
        var whole = new StringBuilder();
        text.codePoints()
                .map(point ->
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point)
                .forEach(whole::appendCodePoint);
        return whole.toString();
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
