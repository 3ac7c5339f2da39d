package holm.worker.overlay;

import com.fasterxml.jackson.core.type.TypeReference;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import holm.files.Draft;
import holm.overlay.agent.OverlayMemory;
import holm.wire.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker remembers of the overlay, as JSON below its state directory: {@code subnet.json}, {@code peers.json} and a file for
 * each table. Each is there whole or not at all; the subnet survives a power cut, too.
 */
public final class OverlayFiles implements OverlayMemory {
    private static final Logger LOG = LoggerFactory.getLogger(OverlayFiles.class);
    private static final String SUFFIX = ".json";

    /** As it was before workers could be removed, and then there was no {@code worker}. */
    private record SubnetFile(Optional<Ipv4Address> v4, Ipv6Address v6, Optional<WorkerId> worker) {
        SubnetFile(Subnet own) {
            this(own.subnet().v4(), own.subnet().v6(), own.worker());
        }

        Subnet subnet() {
            return new Subnet(new NodeSubnet(v4, v6), worker);
        }
    }

    private final Path directory;
    private final Path tables;
    private final Draft tableDraft;

    /** @param stateDirectory of the worker; what is missing is made */
    public OverlayFiles(Path stateDirectory) {
        directory = stateDirectory.resolve("overlay");
        tables = directory.resolve("tables");
        tableDraft = new Draft(tables.resolve("table.draft"));
    }

    @Override
    public Remembered load() {
        return new Remembered(
                read(directory.resolve("subnet.json"), new TypeReference<SubnetFile>() {})
                        .map(SubnetFile::subnet),
                read(directory.resolve("peers.json"), new TypeReference<List<Peer>>() {})
                        .orElse(List.of()),
                allTables());
    }

    @Override
    public void subnet(Subnet subnet) throws IOException {
        var file = directory.resolve("subnet.json");
        var content = new SubnetFile(subnet);
        if (read(file, new TypeReference<SubnetFile>() {}).equals(Optional.of(content))) {
            return;
        }
        Draft.of(file).replaceDurably(file, Json.mapper().writeValueAsBytes(content));
    }

    @Override
    public void peers(List<Peer> all) throws IOException {
        var file = directory.resolve("peers.json");
        Draft.of(file).replace(file, Json.mapper().writeValueAsBytes(all));
    }

    @Override
    public void table(RouteTable table) throws IOException {
        tableDraft.replace(file(table.service()), Json.mapper().writeValueAsBytes(table));
    }

    @Override
    public void forget(ServiceId service) throws IOException {
        Files.deleteIfExists(file(service));
    }

    private Path file(ServiceId service) {
        return tables.resolve(service.value() + SUFFIX);
    }

    private List<RouteTable> allTables() {
        var all = new ArrayList<RouteTable>();
        if (Files.notExists(tables)) {
            return all;
        }
        try (var files = Files.newDirectoryStream(tables, "*" + SUFFIX)) {
            for (var file : files) {
                read(file, new TypeReference<RouteTable>() {}).ifPresent(all::add);
            }
        } catch (IOException unreadable) {
            LOG.warn("Tables of the last run cannot be listed: {}", unreadable.getMessage());
        }
        return all;
    }

    private static <T> Optional<T> read(Path file, TypeReference<T> type) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Json.mapper().readValue(file.toFile(), type));
        } catch (IOException unreadable) {
            LOG.warn("{} is left out: {}", file, unreadable.getMessage());
            return Optional.empty();
        }
    }
}
