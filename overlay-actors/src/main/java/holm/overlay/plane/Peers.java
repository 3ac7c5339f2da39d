package holm.overlay.plane;

import holm.domain.route.Peer;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Family;
import holm.overlay.kernel.Nft;
import holm.overlay.network.NodeAddresses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways to the peers' subnets. What stands in the kernel is read once and then only differences are told. For one thread. */
final class Peers {
    private final PlaneSettings settings;
    private final String device;
    private final boolean v6;
    private final Nft nft;
    private Optional<Set<PeerEntry>> there = Optional.empty();
    private Set<String> admitted = Set.of();

    Peers(PlaneSettings settings, boolean v6, Nft nft) {
        this.settings = settings;
        this.device = settings.network().tunnelDevice();
        this.v6 = v6;
        this.nft = nft;
    }

    /** @return how many lines of the kernel's tables were changed */
    int set(Collection<Peer> peers) throws NetworkFailure, InterruptedException {
        var others = peers.stream()
                .filter(peer -> !peer.subnet().equals(settings.network().subnet()))
                .toList();
        var wanted = new LinkedHashSet<PeerEntry>();
        others.stream()
                // A peer of the same machine has its bridge here: the kernel knows the way.
                .filter(peer -> !peer.underlay().equals(settings.underlay().address()))
                .flatMap(this::entries)
                .forEach(wanted::add);
        admit(others);
        var present = there.isPresent() ? there.get() : read();
        there = Optional.empty();
        var fresh = minus(wanted, present);
        var replaced = fresh.stream().map(PeerEntry::key).collect(Collectors.toSet());
        var gone = minus(present, wanted).stream()
                .filter(entry -> !replaced.contains(entry.key()))
                .toList();
        // A way is complete before it is used, and out of use before it is taken apart.
        tell(gone.reversed(), entry -> entry.delete(device), true);
        tell(fresh, entry -> entry.add(device), false);
        there = Optional.of(wanted);
        return gone.size() + fresh.size();
    }

    private Stream<PeerEntry> entries(Peer peer) {
        var addresses = new NodeAddresses(peer.subnet());
        var mac = TunnelDevice.mac(addresses.v6Range());
        var entries = new ArrayList<PeerEntry>();
        entries.add(new PeerEntry.Forwarding(mac, peer.underlay(), peer.port()));
        var own = settings.network().addresses();
        if (addresses.bridgeV4().isPresent() && own.bridgeV4().isPresent()) {
            var bridge = addresses.bridgeV4().get();
            entries.add(new PeerEntry.Neighbour(bridge, mac));
            entries.add(new PeerEntry.Route(
                    addresses.v4Range().orElseThrow(), bridge, own.bridgeV4().get()));
        }
        if (v6) {
            entries.add(new PeerEntry.Neighbour(addresses.bridgeV6(), mac));
            entries.add(new PeerEntry.Route(addresses.v6Range(), addresses.bridgeV6(), own.bridgeV6()));
        }
        return entries.stream();
    }

    /** Who may send through the tunnel, and as whom. */
    private void admit(List<Peer> peers) throws NetworkFailure, InterruptedException {
        var wanted = new TreeSet<String>();
        for (var peer : peers) {
            var addresses = new NodeAddresses(peer.subnet());
            addresses.v4Range().ifPresent(range -> wanted.add("nodes4 " + range));
            wanted.add("nodes6 " + addresses.v6Range());
            wanted.add("underlay%s %s".formatted(Family.of(peer.underlay()).digit(), peer.underlay()));
        }
        var own = settings.network().addresses();
        own.v4Range().ifPresent(range -> wanted.add("nodes4 " + range));
        wanted.add("nodes6 " + own.v6Range());
        if (wanted.equals(admitted)) {
            return;
        }
        var script = new StringBuilder();
        for (var set : List.of("nodes4", "nodes6", "underlay4", "underlay6")) {
            script.append("flush set inet %s %s\n".formatted(settings.network().name(), set));
            var elements = wanted.stream()
                    .filter(element -> element.startsWith(set + " "))
                    .map(element -> element.substring(set.length() + 1))
                    .collect(Collectors.joining(", "));
            if (!elements.isEmpty()) {
                script.append("add element inet %s %s { %s }\n"
                        .formatted(settings.network().name(), set, elements));
            }
        }
        nft.run(script.toString());
        admitted = Set.copyOf(wanted);
    }

    private Set<PeerEntry> read() throws NetworkFailure, InterruptedException {
        var found = new LinkedHashSet<PeerEntry>();
        lines("bridge", "fdb", "show", "dev", device)
                .flatMap(line -> PeerEntry.Forwarding.read(line, settings.port()).stream())
                .forEach(found::add);
        for (var family : List.of("-4", "-6")) {
            lines("ip", family, "neigh", "show", "dev", device, "nud", "permanent")
                    .flatMap(line -> PeerEntry.Neighbour.read(line).stream())
                    .forEach(found::add);
            lines("ip", family, "route", "show", "dev", device)
                    .flatMap(line -> PeerEntry.Route.read(line).stream())
                    .forEach(found::add);
        }
        return found;
    }

    private static Stream<String> lines(String... command) throws NetworkFailure, InterruptedException {
        return Command.run("", List.of(command)).lines();
    }

    private static List<PeerEntry> minus(Set<PeerEntry> these, Set<PeerEntry> those) {
        var rest = new LinkedHashSet<>(these);
        rest.removeAll(new HashSet<>(those));
        return List.copyOf(rest);
    }

    private static void tell(List<PeerEntry> entries, Function<PeerEntry, String> line, boolean removal)
            throws NetworkFailure, InterruptedException {
        for (var forBridge : removal ? List.of(false, true) : List.of(true, false)) {
            var batch = entries.stream()
                    .filter(entry -> entry.isForBridge() == forBridge)
                    .map(entry -> line.apply(entry) + "\n")
                    .collect(Collectors.joining());
            if (batch.isEmpty()) {
                continue;
            }
            var program = forBridge ? "bridge" : "ip";
            if (removal) {
                // One that is gone already must not keep the others.
                Command.attempt(batch, List.of(program, "-force", "-batch", "-"));
            } else {
                Command.run(batch, List.of(program, "-batch", "-"));
            }
        }
    }
}
