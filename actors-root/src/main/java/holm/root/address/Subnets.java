package holm.root.address;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.overlay.address.PoolId;
import holm.overlay.address.PoolRequest;
import holm.overlay.address.Wish;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The subnets of workers. A worker keeps the one that it has, over restarts of anybody, until it is removed. Thread-safe; never waits. */
public final class Subnets {
    private final Pools pools;

    public Subnets(Pools pools) {
        this.pools = pools;
    }

    /**
     * @param held what it says that it had before; it gets that again unless another worker has it
     * @return without IPv4 once those subnets are used up; fails with a refusal when there is none at all
     */
    public CompletionStage<NodeSubnet> of(ClusterId cluster, WorkerId worker, Optional<NodeSubnet> held) {
        var owner = new AddressOwner.OfWorker(cluster, worker).toString();
        var four = pools.serve(
                PoolId.SUBNET_V4, takes(owner, held.flatMap(NodeSubnet::v4).map(one -> one)));
        var six = pools.serve(PoolId.SUBNET_V6, takes(owner, held.map(subnet -> subnet.v6())));
        return four.thenCombine(
                six,
                (fours, sixes) -> new NodeSubnet(
                        Answers.orNone(fours.getFirst(), owner).map(Ipv4Address.class::cast),
                        (Ipv6Address) Answers.orThrow(sixes.getFirst(), owner)));
    }

    /**
     * Takes back what a worker had that was removed; nobody gets it before it rested. Safe to repeat.
     *
     * @return when that is on the disk; fails when it is unknown whether it is
     */
    public CompletionStage<Done> takeBack(ClusterId cluster, WorkerId worker) {
        List<PoolRequest> request = List.of(
                new PoolRequest.GiveBack(List.of(new AddressOwner.OfWorker(cluster, worker).toString()), false));
        return pools.serve(PoolId.SUBNET_V4, request)
                .thenCombine(pools.serve(PoolId.SUBNET_V6, request), (_, _) -> Done.getInstance());
    }

    private static List<PoolRequest> takes(String owner, Optional<IpAddress> held) {
        var choice = held.<Wish.Choice>map(Wish.Choice.Rather::new).orElseGet(Wish.Choice.Any::new);
        return List.of(new PoolRequest.Take(List.of(new Wish(owner, owner, choice))));
    }
}
