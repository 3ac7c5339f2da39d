package holm.scheduling;

import holm.domain.Status;
import java.util.List;

/**
 * What a scheduler decided and why.
 *
 * @param ranked ids of the candidates that fit, best first; empty when none does
 * @param explanation a line for each candidate: its score, or the filter and the reason that excluded it
 * @param verdict the status to show when {@code ranked} is empty (for example {@code NoActiveClusterWithCapacity},
 *     {@code TargetClusterNotFound}, {@code NO_WORKER_CAPACITY}); {@code CLUSTER_SCHEDULED} or {@code NODE_SCHEDULED} otherwise
 * @param summary one line for the status detail: counts by reason when nothing fits
 */
public record Placement(List<String> ranked, List<Line> explanation, Status verdict, String summary) {
    /**
     * @param candidate id
     * @param filter which filter excluded it; empty when it fits
     * @param text the reason, or the score
     */
    public record Line(String candidate, String name, String filter, String text) {}

    public Placement {
        ranked = List.copyOf(ranked);
        explanation = List.copyOf(explanation);
    }
}
