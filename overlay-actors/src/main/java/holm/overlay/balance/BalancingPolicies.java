package holm.overlay.balance;

import holm.domain.address.Policies;
import holm.domain.address.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The balancing policies that this process has: the built-in ones and those of plug-ins. Thread-safe. */
public final class BalancingPolicies {
    private static final BalancingPolicy FALLBACK = new RoundRobin();

    private static final List<BalancingPolicy> BUILT_IN = List.of(
            new Closest(),
            FALLBACK,
            new LeastLoaded(),
            new AtRandom(),
            new Sticky(),
            new Weighted(),
            new Failover(),
            new LocalFirst());

    private final Policies policies;
    private final Map<String, BalancingPolicy> byWord;

    private BalancingPolicies(Policies policies, Map<String, BalancingPolicy> byWord) {
        this.policies = policies;
        this.byWord = Map.copyOf(byWord);
    }

    /**
     * @return the built-in ones and those that plug-ins on the class path name in {@code META-INF/services}
     * @throws IllegalArgumentException with a message for the operator when a plug-in cannot be taken
     */
    public static BalancingPolicies found() {
        return found(BalancingPolicies.class.getClassLoader());
    }

    /** @param plugIns where to look for plug-ins; otherwise as {@link #found()} */
    public static BalancingPolicies found(ClassLoader plugIns) {
        try {
            return with(ServiceLoader.load(BalancingPolicy.class, plugIns).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList());
        } catch (ServiceConfigurationError broken) {
            throw new IllegalArgumentException(
                    "a balancing policy of a plug-in cannot be loaded: " + broken.getMessage(), broken);
        }
    }

    /** @throws IllegalArgumentException as {@link Policies#with} says */
    public static BalancingPolicies with(List<BalancingPolicy> plugIns) {
        var all = new ArrayList<>(BUILT_IN);
        all.addAll(plugIns);
        var byWord = new HashMap<String, BalancingPolicy>();
        all.forEach(policy -> byWord.put(policy.policy().word(), policy));
        return new BalancingPolicies(
                Policies.with(plugIns.stream().map(BalancingPolicy::policy).toList()), byWord);
    }

    /** Their words and blocks. */
    public Policies policies() {
        return policies;
    }

    /**
     * @param word a {@link Policy}'s own word
     * @return what chooses for it: round robin where the plug-in is not on this machine, because some answer is better than none
     */
    public BalancingPolicy chooserOf(String word) {
        return byWord.getOrDefault(word, FALLBACK);
    }
}
