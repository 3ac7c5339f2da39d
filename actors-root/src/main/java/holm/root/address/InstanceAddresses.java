package holm.root.address;

import holm.domain.InstanceId;
import holm.domain.RefusalException;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.descriptor.ServiceDescriptor;
import holm.overlay.address.PoolAnswer;
import holm.overlay.address.PoolId;
import holm.overlay.address.PoolRequest;
import holm.overlay.address.Wish;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The addresses of instances, which survive their moves. Everything is keyed by its owner: asked again, the answer is the same; given
 * back again, nothing happens. Thread-safe; never waits.
 */
public final class InstanceAddresses {
    private final Pools pools;

    public InstanceAddresses(Pools pools) {
        this.pools = pools;
    }

    /**
     * Takes an address of each family for each instance, and of one family where the other is used up.
     *
     * @param account who owns the application
     * @return by number; fails with a {@link RefusalException} when some instance would have none, and then none of these has any
     */
    public CompletionStage<Map<Integer, AddressPair>> take(
            ServiceId service, String account, ServiceDescriptor descriptor, Collection<Integer> numbers) {
        var order = List.copyOf(numbers);
        var name = ServiceAddresses.nameOf(account, descriptor);
        List<PoolRequest> requests = order.stream()
                .<PoolRequest>map(number -> new PoolRequest.Take(List.of(Wish.any(owner(service, number), name))))
                .toList();
        return pools.serve(PoolId.SERVICE_V4, requests)
                .thenCombine(
                        pools.serve(PoolId.INSTANCE_V6, requests),
                        (fours, sixes) -> pairs(service, order, fours, sixes))
                .whenComplete((_, failure) -> {
                    if (failure != null && isDry(failure)) {
                        giveBack(service, order, true);
                    }
                });
    }

    /** @param number of an instance that is gone */
    public void giveBack(ServiceId service, int number) {
        giveBack(service, List.of(number), false);
    }

    private void giveBack(ServiceId service, List<Integer> numbers, boolean unused) {
        var owners = numbers.stream().map(number -> owner(service, number)).toList();
        pools.giveBack(PoolId.SERVICE_V4, owners, unused);
        pools.giveBack(PoolId.INSTANCE_V6, owners, unused);
    }

    /** @return whether nothing is left of either family, so that nothing was taken */
    public static boolean isDry(Throwable failure) {
        return Answers.refusal(failure).filter(Answers::isDry).isPresent();
    }

    private static Map<Integer, AddressPair> pairs(
            ServiceId service, List<Integer> numbers, List<PoolAnswer> fours, List<PoolAnswer> sixes) {
        var pairs = new HashMap<Integer, AddressPair>();
        for (var i = 0; i < numbers.size(); i++) {
            var owner = owner(service, numbers.get(i));
            var four = Answers.orNone(fours.get(i), owner);
            Optional<IpAddress> six = four.isEmpty()
                    ? Optional.of(Answers.orThrow(sixes.get(i), owner))
                    : Answers.orNone(sixes.get(i), owner);
            pairs.put(
                    numbers.get(i),
                    new AddressPair(four.map(Ipv4Address.class::cast), six.map(Ipv6Address.class::cast)));
        }
        return pairs;
    }

    private static String owner(ServiceId service, int number) {
        return new AddressOwner.OfInstance(new InstanceId(service, number)).toString();
    }
}
