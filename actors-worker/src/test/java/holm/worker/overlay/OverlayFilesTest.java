package holm.worker.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.Coordinate;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import holm.overlay.agent.OverlayMemory.Remembered;
import holm.overlay.agent.OverlayMemory.Subnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayFilesTest {
    private static final ServiceId SERVICE = new ServiceId("0123456789abcdef01234567");
    private static final NodeSubnet SUBNET =
            new NodeSubnet(Optional.of(Ipv4Address.parse("10.18.0.64")), Ipv6Address.parse("fc00::100"));
    private static final ClusterId CLUSTER = new ClusterId("c00000000000000000000001");
    private static final WorkerId WORKER = new WorkerId("00000000000000000000000b");
    private static final Subnet OWN = new Subnet(SUBNET, Optional.of(WORKER));
    private static final Peer PEER =
            new Peer(WORKER, CLUSTER, "192.0.2.1", 50_103, SUBNET, new Coordinate(1.5, -2, 0.1, 0.2));
    private static final RouteTable TABLE = new RouteTable(
            SERVICE,
            new ServiceName("app", "ns", "web", "ns"),
            new ApplicationId("00000000000000000000000a"),
            true,
            1L << 33,
            Map.of("rr", new AddressPair(Optional.of(Ipv4Address.parse("10.30.0.1")), Optional.empty())),
            List.of(new Endpoint(
                    new InstanceId(SERVICE, 3),
                    new Fence(1, 2, 3),
                    CLUSTER,
                    WORKER,
                    AddressPair.NONE,
                    new AddressPair(Optional.empty(), Optional.of(Ipv6Address.parse("fc00::102"))),
                    100,
                    20)));

    @TempDir
    private Path directory;

    @Test
    void remembersNothingAtFirst() {
        assertThat(files().load()).isEqualTo(Remembered.NOTHING);
    }

    @Test
    void remembersSubnetPeersAndTables() throws IOException {
        var files = files();
        files.subnet(OWN);
        files.peers(List.of(PEER));
        files.table(TABLE);
        assertThat(files().load()).isEqualTo(new Remembered(Optional.of(OWN), List.of(PEER), List.of(TABLE)));
    }

    @Test
    void remembersTheLatestAndForgetsWhatItIsToldTo() throws IOException {
        var files = files();
        files.table(TABLE);
        files.table(TABLE.with(TABLE.version() + 1, List.of()));
        assertThat(files().load().tables()).containsExactly(TABLE.with(TABLE.version() + 1, List.of()));
        files.forget(SERVICE);
        files.forget(SERVICE);
        assertThat(files().load().tables()).isEmpty();
    }

    @Test
    void leavesOutWhatCannotBeRead() throws IOException {
        var files = files();
        files.subnet(OWN);
        files.table(TABLE);
        var tables = directory.resolve("overlay/tables");
        Files.writeString(tables.resolve("ffffffffffffffffffffffff.json"), "{\"service\":");
        Files.writeString(tables.resolve("table.draft"), "half a table");
        Files.writeString(directory.resolve("overlay/peers.json"), "");
        assertThat(files().load()).isEqualTo(new Remembered(Optional.of(OWN), List.of(), List.of(TABLE)));
    }

    @Test
    void readsASubnetThatWasWrittenWithoutItsOwnerAndWritesWhoseItIs() throws IOException {
        var file = directory.resolve("overlay/subnet.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"v4\":\"10.18.0.64\",\"v6\":\"fc00::100\"}");
        assertThat(files().load().subnet()).contains(new Subnet(SUBNET, Optional.empty()));
        files().subnet(OWN);
        assertThat(files().load().subnet()).contains(OWN);
    }

    private OverlayFiles files() {
        return new OverlayFiles(directory);
    }
}
