package holm.overlay.network;

import holm.domain.InstanceId;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A network namespace with one veth into the worker's bridge. Addresses are single hosts, so all traffic is routed. */
final class NamespaceLink {
    private static final Path NAMESPACES = Path.of("/run/netns");
    private final NetworkSettings settings;
    private final LinkNames names;

    NamespaceLink(NetworkSettings settings) {
        this.settings = settings;
        this.names = new LinkNames(settings);
    }

    Path file(InstanceId instance) {
        return NAMESPACES.resolve(names.name(instance));
    }

    boolean exists(InstanceId instance) {
        return Files.exists(file(instance));
    }

    /** @param bridge lines for {@code ip -batch} about the worker's side */
    void make(InstanceId instance, InstanceAddresses addresses, int mtu, String bridge)
            throws NetworkFailure, InterruptedException {
        var namespace = names.name(instance);
        Command.run(
                """
                netns add %1$s
                link add %2$s mtu %4$d type veth peer name eth0 address %5$s mtu %4$d netns %1$s
                link set %2$s master %3$s up
                link set %2$s type bridge_slave isolated on
                """.formatted(namespace, names.veth(instance), settings.name(), mtu, names.mac(instance)) + bridge,
                List.of("ip", "-batch", "-"));
        Command.run(inside(addresses), List.of("ip", "-netns", namespace, "-batch", "-"));
    }

    /** Its veth must be gone; a namespace that a process still holds goes with that process. */
    void remove(InstanceId instance) throws NetworkFailure, InterruptedException {
        if (exists(instance)) {
            Command.run("", List.of("ip", "netns", "delete", names.name(instance)));
        }
    }

    /** @return the instances of all namespaces of this network, whoever made them */
    Set<InstanceId> present() throws NetworkFailure {
        if (!Files.isDirectory(NAMESPACES)) {
            return Set.of();
        }
        try (var files = Files.list(NAMESPACES)) {
            return files.map(file -> file.getFileName().toString())
                    .map(names::instance)
                    .flatMap(Optional::stream)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new NetworkFailure("cannot list " + NAMESPACES + ": " + e.getMessage(), e);
        }
    }

    private String inside(InstanceAddresses addresses) {
        var batch = new StringBuilder("link set lo up\nlink set eth0 up\n");
        var gateways = settings.addresses();
        if (addresses.v4().isPresent() && gateways.bridgeV4().isPresent()) {
            batch.append("""
                    addr add %1$s/32 dev eth0
                    route add %2$s dev eth0 scope link
                    route add default via %2$s dev eth0
                    """.formatted(addresses.v4().get(), gateways.bridgeV4().get()));
        }
        addresses.v6().ifPresent(v6 -> batch.append("""
                addr add %1$s/128 dev eth0 nodad
                route add %2$s dev eth0
                route add ::/0 via %2$s dev eth0 src %1$s
                """.formatted(v6, gateways.bridgeV6())));
        return batch.toString();
    }
}
