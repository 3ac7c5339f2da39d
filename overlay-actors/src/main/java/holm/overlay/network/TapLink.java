package holm.overlay.network;

import holm.domain.InstanceId;
import holm.domain.address.IpAddress;
import holm.domain.address.NodeSubnet;
import holm.domain.network.InstanceNetwork;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Links;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A tap on the worker's bridge that outlives whoever opens it. A guest is a stranger with a network card: its port takes packets
 * from its own link address alone, and it reaches nobody but the bridge without being routed.
 */
final class TapLink {
    private static final Pattern ALIAS = Pattern.compile("\\\\\\s+alias (\\S+)");
    private final NetworkSettings settings;
    private final LinkNames names;

    TapLink(NetworkSettings settings) {
        this.settings = settings;
        this.names = new LinkNames(settings);
    }

    boolean exists(InstanceId instance) throws NetworkFailure, InterruptedException {
        return Links.exists(names.tap(instance));
    }

    /** @param bridge lines for {@code ip -batch} about the worker's side */
    void make(InstanceId instance, int owner, int mtu, String bridge) throws NetworkFailure, InterruptedException {
        var tap = names.tap(instance);
        Command.run(
                """
                tuntap add dev %1$s mode tap user %2$d
                link set %1$s alias %3$s addrgenmode none mtu %4$d
                link set %1$s master %5$s up
                link set %1$s type bridge_slave isolated on learning off locked on
                """.formatted(tap, owner, names.name(instance), mtu, settings.name()) + bridge,
                List.of("ip", "-batch", "-"));
        Command.run("", List.of("bridge", "fdb", "replace", names.mac(instance), "dev", tap, "master", "static"));
    }

    /** @return the instances of all taps of this network, whoever made them */
    Set<InstanceId> present() throws NetworkFailure, InterruptedException {
        return ALIAS.matcher(Command.run("", List.of("ip", "-o", "link", "show")))
                .results()
                .map(found -> names.instance(found.group(1)))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    InstanceNetwork.Tap describe(InstanceId instance, InstanceAddresses addresses, int mtu) {
        var node = settings.addresses();
        return new InstanceNetwork.Tap(
                names.tap(instance),
                names.mac(instance),
                addresses.v4().flatMap(v4 -> node.bridgeV4().map(bridge -> told(v4, NodeSubnet.V4_LENGTH, bridge))),
                addresses.v6().map(v6 -> told(v6, NodeSubnet.V6_LENGTH, node.bridgeV6())),
                mtu);
    }

    /** The bridge answers for all neighbours in the worker's subnet, so that this is what a guest takes its network to be. */
    private static InstanceNetwork.Address told(String address, int prefix, String bridge) {
        return new InstanceNetwork.Address(IpAddress.parse(address), prefix, IpAddress.parse(bridge));
    }
}
