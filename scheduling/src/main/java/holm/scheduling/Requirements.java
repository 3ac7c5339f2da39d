package holm.scheduling;

import holm.domain.Candidate;
import holm.domain.descriptor.ServiceDescriptor;
import java.util.Map;
import java.util.Set;

/**
 * What is to be placed.
 *
 * @param tier who decides
 * @param refused candidates that refused this instance lately, with their reasons; they are tried last or not at all
 * @param siblings how many instances of the same service each candidate has already, by candidate id, for spreading
 * @param avoid candidates to use only when nothing else fits, for example the worker on which it failed
 */
public record Requirements(
        Tier tier,
        ServiceDescriptor descriptor,
        Map<String, String> refused,
        Map<String, Integer> siblings,
        Set<String> avoid) {
    public Requirements {
        refused = Map.copyOf(refused);
        siblings = Map.copyOf(siblings);
        avoid = Set.copyOf(avoid);
    }

    int siblingsOn(Candidate candidate) {
        return siblings.getOrDefault(candidate.id(), 0);
    }
}
