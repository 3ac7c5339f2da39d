package holm.overlay.network;

import holm.domain.InstanceId;
import holm.domain.network.InstanceNetwork;
import holm.domain.network.NetworkNeed;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Links;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The links of a worker's instances, of all kinds. Neighbour entries of the worker are written down for good: nobody has to be asked
 * for the first packet, and no guest can answer for another.
 */
final class InstanceLinks {
    private final NetworkSettings settings;
    private final LinkNames names;
    private final NamespaceLink namespaces;
    private final TapLink taps;

    InstanceLinks(NetworkSettings settings) {
        this.settings = settings;
        this.names = new LinkNames(settings);
        this.namespaces = new NamespaceLink(settings);
        this.taps = new TapLink(settings);
    }

    boolean exists(InstanceId instance, NetworkNeed need) throws NetworkFailure, InterruptedException {
        return switch (need) {
            case NetworkNeed.Namespace() -> namespaces.exists(instance);
            case NetworkNeed.Tap _ -> taps.exists(instance);
        };
    }

    /** Each program costs some milliseconds of an instance's start: what an earlier run left is removed only when it is in the way. */
    void make(InstanceId instance, InstanceAddresses addresses, NetworkNeed need)
            throws NetworkFailure, InterruptedException {
        try {
            makeNew(instance, addresses, need);
        } catch (NetworkFailure inTheWay) {
            remove(instance);
            makeNew(instance, addresses, need);
        }
    }

    private void makeNew(InstanceId instance, InstanceAddresses addresses, NetworkNeed need)
            throws NetworkFailure, InterruptedException {
        var neighbours = neighbours(instance, addresses);
        switch (need) {
            case NetworkNeed.Namespace() -> namespaces.make(instance, addresses, mtu(), neighbours);
            case NetworkNeed.Tap(var owner) -> taps.make(instance, owner, mtu(), neighbours);
        }
    }

    /** Deleting a veth end deletes the other. Does nothing when there is nothing. */
    void remove(InstanceId instance) throws NetworkFailure, InterruptedException {
        Command.attempt(
                "link delete %s\nlink delete %s\n".formatted(names.veth(instance), names.tap(instance)),
                List.of("ip", "-force", "-batch", "-"));
        namespaces.remove(instance);
    }

    /** So that the next owner of these addresses is found where it is. */
    void forget(InstanceAddresses addresses) throws NetworkFailure, InterruptedException {
        var batch = new StringBuilder();
        addresses.all().forEach(address -> batch.append("neigh del %s dev %s\n".formatted(address, settings.name())));
        addresses.v6().ifPresent(v6 -> batch.append("neigh del proxy %s dev %s\n".formatted(v6, settings.name())));
        Command.attempt(batch.toString(), List.of("ip", "-force", "-batch", "-"));
    }

    /** @return the instances of all links of this network, whoever made them */
    Set<InstanceId> present() throws NetworkFailure, InterruptedException {
        return Stream.concat(namespaces.present().stream(), taps.present().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    InstanceNetwork describe(InstanceId instance, InstanceAddresses addresses, NetworkNeed need)
            throws NetworkFailure, InterruptedException {
        return switch (need) {
            case NetworkNeed.Namespace() ->
                new InstanceNetwork.Namespace(namespaces.file(instance).toString());
            case NetworkNeed.Tap _ -> taps.describe(instance, addresses, mtu());
        };
    }

    private String neighbours(InstanceId instance, InstanceAddresses addresses) {
        var batch = new StringBuilder();
        addresses
                .all()
                .forEach(address -> batch.append("neigh replace %s lladdr %s dev %s nud permanent\n"
                        .formatted(address, names.mac(instance), settings.name())));
        addresses.v6().ifPresent(v6 -> batch.append("neigh replace proxy %s dev %s\n".formatted(v6, settings.name())));
        return batch.toString();
    }

    /** The bridge's: whoever opened the tunnel made that as small as the tunnel needs. */
    private int mtu() throws NetworkFailure {
        return Links.mtu(settings.name());
    }
}
