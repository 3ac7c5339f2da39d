package holm.root.address;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.Policy;
import holm.domain.descriptor.ServiceDescriptor;
import holm.overlay.address.PoolId;
import holm.overlay.address.PoolRequest;
import holm.overlay.address.Wish;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The addresses of services. Everything is keyed by its owner: asked again, the answer is the same; given back again, nothing
 * happens. Thread-safe; never waits.
 */
public final class ServiceAddresses {
    private static final String V4 = "_ip";
    private static final String V6 = "_ip_v6";

    private final Pools pools;
    private final List<Policy> policies;

    /** @param policies each has a pool of its own for IPv6 */
    public ServiceAddresses(Pools pools, List<Policy> policies) {
        this.pools = pools;
        this.policies = List.copyOf(policies);
    }

    /** @return what remains the same when a service is deleted and applied again */
    static String nameOf(String account, ServiceDescriptor descriptor) {
        return account + "/" + descriptor.name();
    }

    /**
     * Takes IPv6 addresses for every policy and IPv4 addresses for round robin and for the policies that the descriptor names: all
     * or nothing. Where IPv4 addresses are used up and none was chosen, the service goes on with IPv6.
     *
     * @param account who owns the application
     * @return by the policy's word; fails with a {@link RefusalException}, whose field is {@code addresses.<key>} when a chosen
     *     address is taken
     */
    public CompletionStage<Map<String, AddressPair>> take(
            ServiceId service, String account, ServiceDescriptor descriptor) {
        return takeAll(service, account, descriptor).whenComplete((_, failure) -> {
            if (failure != null && Answers.isRefused(failure)) {
                giveBack(service, true);
            }
        });
    }

    private CompletionStage<Map<String, AddressPair>> takeAll(
            ServiceId service, String account, ServiceDescriptor descriptor) {
        var name = nameOf(account, descriptor);
        var pairs = new LinkedHashMap<String, CompletableFuture<AddressPair>>();
        for (var policy : policies) {
            var owner = new AddressOwner.OfService(service, policy.word()).toString();
            pairs.put(
                    policy.word(),
                    take(policy, owner, name, descriptor.addresses()).toCompletableFuture());
        }
        return CompletableFuture.allOf(pairs.values().toArray(CompletableFuture[]::new))
                .thenApply(_ -> done(pairs));
    }

    /**
     * Takes what a service still lacks. An address that it chose before anybody checked may have another owner: then it gets the
     * next one. What it has already it keeps, whatever fails.
     */
    public CompletionStage<Map<String, AddressPair>> complete(
            ServiceId service, String account, ServiceDescriptor descriptor) {
        return takeAll(service, account, descriptor)
                .exceptionallyCompose(failure -> Answers.refusal(failure)
                                .filter(refusal -> refusal.kind() == Refusal.Kind.CONFLICT)
                                .isPresent()
                        ? takeAll(service, account, descriptor.withAddresses(Map.of()))
                        : CompletableFuture.failedStage(failure));
    }

    /** @return whether there is an address of every policy */
    public boolean areWhole(Map<String, AddressPair> addresses) {
        return policies.stream().map(Policy::word).allMatch(addresses::containsKey);
    }

    /**
     * Gives back what the service has; what its instances have, they keep.
     *
     * @param unused whether it never had an instance, so that nothing was ever reached there
     */
    public void giveBack(ServiceId service, boolean unused) {
        for (var policy : policies) {
            var owner = List.of(new AddressOwner.OfService(service, policy.word()).toString());
            pools.giveBack(PoolId.SERVICE_V4, owner, unused);
            pools.giveBack(PoolId.ofPolicy(policy.number()), owner, unused);
        }
    }

    private CompletionStage<AddressPair> take(Policy policy, String owner, String name, Map<String, String> chosen) {
        var needsV4 = policy.equals(Policy.ROUND_ROBIN)
                || chosen.containsKey(policy.word() + V4)
                || chosen.containsKey(policy.word() + V6);
        var four = needsV4 ? takeV4(wish(owner, name, policy.word() + V4, chosen)) : none();
        return four.thenCombine(
                takeV6(policy, wish(owner, name, policy.word() + V6, chosen)),
                (v4, v6) -> new AddressPair(v4, Optional.of(v6)));
    }

    private CompletionStage<Optional<Ipv4Address>> takeV4(Wish wish) {
        return pools.serve(PoolId.SERVICE_V4, takes(wish))
                .thenApply(answers ->
                        Answers.orNone(answers.getFirst(), wish.owner()).map(Ipv4Address.class::cast));
    }

    private CompletionStage<Ipv6Address> takeV6(Policy policy, Wish wish) {
        return pools.serve(PoolId.ofPolicy(policy.number()), takes(wish))
                .thenApply(answers -> (Ipv6Address) Answers.orThrow(answers.getFirst(), wish.owner()));
    }

    private static CompletionStage<Optional<Ipv4Address>> none() {
        return CompletableFuture.completedStage(Optional.empty());
    }

    private static List<PoolRequest> takes(Wish wish) {
        return List.of(new PoolRequest.Take(List.of(wish)));
    }

    private static Wish wish(String owner, String name, String key, Map<String, String> chosen) {
        var text = chosen.get(key);
        return text == null
                ? Wish.any(owner, name)
                : new Wish(owner, name, new Wish.Choice.Exactly(IpAddress.parse(text), "addresses." + key));
    }

    private static Map<String, AddressPair> done(Map<String, CompletableFuture<AddressPair>> pairs) {
        var all = new LinkedHashMap<String, AddressPair>();
        pairs.forEach((word, pair) -> all.put(word, pair.join()));
        return all;
    }
}
