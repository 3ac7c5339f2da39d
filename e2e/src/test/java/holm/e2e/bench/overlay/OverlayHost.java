package holm.e2e.bench.overlay;

import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.network.NetworkNeed;
import holm.domain.route.Coordinate;
import holm.domain.route.Peer;
import holm.e2e.support.Child;
import holm.overlay.balance.Destination;
import holm.overlay.balance.Mode;
import holm.overlay.balance.Target;
import holm.overlay.network.LinuxNetworks;
import holm.overlay.network.NetworkSettings;
import holm.overlay.network.NodeAddresses;
import holm.overlay.plane.DataPlane;
import holm.overlay.plane.PlaneSettings;
import holm.overlay.plane.ServiceTable;
import holm.overlay.plane.Underlay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A worker's data plane as a process in the network namespace that stands for its host, without the actors above it. */
public final class OverlayHost {
    private static final ServiceId INSTANCES = new ServiceId("00000000000000000000beac");

    private final DataPlane plane;
    private final LinuxNetworks networks;
    private int instances;

    private OverlayHost(DataPlane plane, LinuxNetworks networks) {
        this.plane = plane;
        this.networks = networks;
    }

    /** Name of the network, number of the subnet, address of the underlay, state directory. */
    public static void main(String[] arguments) throws Exception {
        var settings = new NetworkSettings(
                arguments[0], Path.of(arguments[3]), NodeAddresses.numbered(Integer.parseInt(arguments[1])));
        var place = new PlaneSettings(settings, Underlay.at(arguments[2]), Peer.DEFAULT_PORT);
        try (var plane = DataPlane.open(place, _ -> {})) {
            var host = new OverlayHost(plane, LinuxNetworks.open(settings));
            Child.serve(host::answer);
        }
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "instance" -> instance();
            case "peers" -> peers(words);
            case "tables" -> tables(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    /** @return its namespace as a file and its addresses */
    private String instance() throws Exception {
        var attached =
                networks.attach(new InstanceId(INSTANCES, instances++), List.of(), new NetworkNeed.Namespace(), false);
        return attached.namespace().orElseThrow() + " " + String.join(" ", attached.addresses());
    }

    /** Each is the number of a subnet, {@code @}, and the address of an underlay. */
    private String peers(String[] words) throws Exception {
        var peers = new ArrayList<Peer>();
        for (var i = 1; i < words.length; i++) {
            var parts = words[i].split("@", 2);
            var subnet = Integer.parseInt(parts[0]);
            peers.add(new Peer(
                    new WorkerId("00000000000000000000%04x".formatted(subnet)),
                    new ClusterId("00000000000000000000c001"),
                    parts[1],
                    Peer.DEFAULT_PORT,
                    NodeAddresses.numbered(subnet),
                    Coordinate.ORIGIN));
        }
        return Integer.toString(plane.peers(peers));
    }

    /** So many tables with two back ends each, or one table more with all back ends that there are. */
    private String tables(int count, int backEnds) throws Exception {
        var tables = IntStream.range(0, count).mapToObj(n -> table(n, 2)).toList();
        var installed = plane.install(tables).size()
                + plane.install(List.of(table(BackEnds.LARGE, backEnds))).size();
        return Integer.toString(installed);
    }

    private static ServiceTable table(int number, int backEnds) {
        return new ServiceTable(
                new ServiceId("%024x".formatted(0xbe00_0000L + number)),
                1,
                List.of(destination(number, backEnds, false), destination(number, backEnds, true)));
    }

    private static Destination destination(int number, int backEnds, boolean v6) {
        return new Destination(
                BackEnds.service(number, v6),
                backEnds == 1 ? Mode.SINGLE : Mode.ROUND_ROBIN,
                IntStream.range(0, backEnds)
                        .mapToObj(n -> new Target(BackEnds.address(n, v6), 1))
                        .toList());
    }
}
