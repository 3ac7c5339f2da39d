package holm.domain.address;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The balancing policies of one installation: the eight that Holm brings, and those of plug-ins. */
public final class Policies {
    /** Those that Holm brings, by block. */
    public static final Policies BUILT_IN = new Policies(List.of(
            Policy.CLOSEST,
            Policy.ROUND_ROBIN,
            Policy.LEAST_LOADED,
            Policy.RANDOM,
            Policy.STICKY,
            Policy.WEIGHTED,
            Policy.FAILOVER,
            Policy.LOCAL_FIRST));

    /** Blocks 1–9 are Holm's; of these, 4 stays free, because an experiment of Oakestra uses it. */
    public static final int FIRST_PLUG_IN_BLOCK = 10;

    private final List<Policy> all;

    private Policies(List<Policy> all) {
        this.all = all;
    }

    /**
     * @return the built-in policies and these
     * @throws IllegalArgumentException with a message for the operator when two policies have one word or one block, or a plug-in
     *     wants a block of Holm's
     */
    public static Policies with(List<Policy> plugIns) {
        var all = new ArrayList<>(BUILT_IN.all);
        all.addAll(plugIns);
        refuseTwins(all);
        plugIns.forEach(Policies::checkBlock);
        all.sort(Comparator.comparingInt(Policy::number));
        return new Policies(List.copyOf(all));
    }

    private static void refuseTwins(List<Policy> policies) {
        var byWord = new HashMap<String, Policy>();
        var byBlock = new HashMap<String, Policy>();
        for (var policy : policies) {
            Stream.concat(Stream.of(policy.word()), policy.otherWords().stream())
                    .forEach(word -> claim(byWord, "word " + word, policy));
            claim(byBlock, "block " + policy.number(), policy);
        }
    }

    private static void claim(Map<String, Policy> claimed, String what, Policy policy) {
        var other = claimed.putIfAbsent(what, policy);
        if (other != null) {
            throw new IllegalArgumentException(
                    "two balancing policies have the %s: %s and %s; a plug-in must have another one, or go"
                            .formatted(what, shown(other), shown(policy)));
        }
    }

    private static void checkBlock(Policy plugIn) {
        if (plugIn.number() < FIRST_PLUG_IN_BLOCK) {
            throw new IllegalArgumentException(
                    "the balancing policy %s is a plug-in, which has one of the blocks %d to %d"
                            .formatted(shown(plugIn), FIRST_PLUG_IN_BLOCK, Policy.BLOCKS));
        }
    }

    private static String shown(Policy policy) {
        return "%s (block %d)".formatted(policy.word(), policy.number());
    }

    /** @return each once, by block */
    public List<Policy> all() {
        return all;
    }

    /** @return the policy that has this word or this other spelling of it */
    public Optional<Policy> tryOf(String word) {
        return all.stream().filter(policy -> policy.isCalled(word)).findFirst();
    }

    /** All words, for a hint. */
    public String allWords() {
        return all.stream().map(Policy::word).collect(Collectors.joining(", "));
    }
}
