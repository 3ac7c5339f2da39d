package holm.domain.route;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeersTest {
    private static final ClusterId HERE = new ClusterId("c00000000000000000000001");
    private static final ClusterId THERE = new ClusterId("c00000000000000000000002");

    @Test
    void namesOnlyWhoIsNewOrChanged() {
        var first = Peers.NONE.with(List.of(peer(1, HERE, 1, 1), peer(2, HERE, 2, 2)), List.of());
        assertThat(first.present()).hasSize(2);
        var second = first.next().with(List.of(peer(1, HERE, 1, 1), peer(2, HERE, 3, 2)), List.of());
        assertThat(second.present()).containsExactly(peer(2, HERE, 3, 2));
        assertThat(second.gone()).isEmpty();
        assertThat(second.next().with(List.of(peer(1, HERE, 1, 1)), List.of()).isNothing())
                .isTrue();
    }

    @Test
    void forgetsWhoLeftOnce() {
        var there = Peers.NONE.with(List.of(peer(1, HERE, 1, 1)), List.of()).next();
        var left = there.with(List.of(), List.of(worker(1), worker(2)));
        assertThat(left.gone()).containsExactly(worker(1));
        assertThat(left.next().with(List.of(), List.of(worker(1))).isNothing()).isTrue();
    }

    @Test
    void aSubnetBelongsToWhoSaidSoLast() {
        var there = Peers.NONE.with(List.of(peer(1, HERE, 1, 1)), List.of()).next();
        var taken = there.with(List.of(peer(2, THERE, 2, 1)), List.of());
        assertThat(taken.gone()).containsExactly(worker(1));
        assertThat(taken.next().all()).containsExactly(peer(2, THERE, 2, 1));
    }

    @Test
    void anUnderlayAddressBelongsToOneWorkerOfACluster() {
        var there = Peers.NONE.with(List.of(peer(1, HERE, 7, 1)), List.of()).next();
        assertThat(there.with(List.of(peer(2, HERE, 7, 2)), List.of()).gone()).containsExactly(worker(1));
        assertThat(there.with(List.of(peer(3, THERE, 7, 3)), List.of()).gone())
                .as("two sites may use the same private addresses")
                .isEmpty();
    }

    @Test
    void whoIsWhereOneWasWithTheSubnetOfAnotherTakesBothOver() {
        var there = Peers.NONE
                .with(List.of(peer(1, HERE, 1, 1), peer(2, HERE, 2, 2), peer(3, HERE, 3, 3)), List.of())
                .next();
        var taken = there.with(List.of(peer(4, HERE, 1, 2)), List.of());
        assertThat(taken.gone()).containsExactlyInAnyOrder(worker(1), worker(2));
        assertThat(taken.next().all()).containsExactly(peer(3, HERE, 3, 3), peer(4, HERE, 1, 2));
    }

    private static Peer peer(int number, ClusterId cluster, int underlay, int subnet) {
        return new Peer(
                worker(number),
                cluster,
                "192.0.2." + underlay,
                Peer.DEFAULT_PORT,
                new NodeSubnet(
                        Optional.of(Ipv4Address.parse("10.18.%d.0".formatted(subnet))),
                        Ipv6Address.parse("fc00::%x00".formatted(subnet))),
                Coordinate.ORIGIN);
    }

    private static WorkerId worker(int number) {
        return new WorkerId("%024x".formatted(number));
    }
}
