package holm.overlay.network;

import holm.domain.InstanceId;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Links;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A network namespace with one veth into the worker's bridge. Addresses are single hosts, so all traffic is routed. */
final class NamespaceLink {
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final List<String> BATCH = List.of("ip", "-batch", "-");
    private final NetworkSettings settings;

    NamespaceLink(NetworkSettings settings) {
        this.settings = settings;
    }

    Path file(InstanceId instance) {
        return NAMESPACES.resolve(name(instance));
    }

    boolean exists(InstanceId instance) {
        return Files.exists(file(instance));
    }

    /** Each program costs some milliseconds of an instance's start: what is left of an earlier namespace is removed only when it is in the way. */
    void make(InstanceId instance, InstanceAddresses addresses) throws NetworkFailure, InterruptedException {
        // The bridge's: whoever opened the tunnel made that as small as the tunnel needs.
        var mtu = Links.mtu(settings.name());
        if (!Command.attempt(outside(instance, mtu), BATCH).succeeded()) {
            remove(instance);
            Command.run(outside(instance, mtu), BATCH);
        }
        Command.run(inside(addresses), List.of("ip", "-netns", name(instance), "-batch", "-"));
    }

    private String outside(InstanceId instance, int mtu) {
        return """
                netns add %1$s
                link add %2$s mtu %4$d type veth peer name eth0 mtu %4$d netns %1$s
                link set %2$s master %3$s up
                """.formatted(name(instance), veth(instance), settings.name(), mtu);
    }

    /** Deleting a veth end deletes the other; a namespace that a process still holds goes with that process. */
    void remove(InstanceId instance) throws NetworkFailure, InterruptedException {
        Command.attempt("", List.of("ip", "link", "delete", veth(instance)));
        if (exists(instance)) {
            Command.run("", List.of("ip", "netns", "delete", name(instance)));
        }
    }

    /** @return the instances of all namespaces of this network, whoever made them */
    Set<InstanceId> present() throws NetworkFailure {
        if (!Files.isDirectory(NAMESPACES)) {
            return Set.of();
        }
        try (var files = Files.list(NAMESPACES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix()))
                    .map(name -> InstanceId.tryParse(name.substring(prefix().length())))
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

    private String prefix() {
        return settings.name() + "-";
    }

    private String name(InstanceId instance) {
        return prefix() + instance;
    }

    /** Interface names have at most 15 characters: a hash of the network and the instance names it. */
    private String veth(InstanceId instance) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(name(instance).getBytes(StandardCharsets.UTF_8));
            return "hv" + HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
