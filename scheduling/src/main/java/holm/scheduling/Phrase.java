package holm.scheduling;

import java.util.List;

/** Words for people. */
final class Phrase {
    /** Names in one phrase: a status detail is one line. */
    private static final int SHOWN = 5;

    private Phrase() {}

    /** @return {@code 1 lacks memory} or {@code 2 lack memory} */
    static String count(int count, String ofOne, String ofMany) {
        return count + " " + (count == 1 ? ofOne : ofMany);
    }

    /** @return the names with commas between them, the first five */
    static String names(List<String> names) {
        var shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
    }

    static String candidates(Tier tier, int count) {
        return switch (tier) {
            case ROOT -> count == 1 ? "cluster" : "clusters";
            case CLUSTER -> count == 1 ? "worker" : "workers";
        };
    }
}
