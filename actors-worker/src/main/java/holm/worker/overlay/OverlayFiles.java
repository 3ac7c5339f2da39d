package holm.worker.overlay;

import com.fasterxml.jackson.core.type.TypeReference;
import holm.domain.ServiceId;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import holm.overlay.agent.OverlayMemory;
import holm.wire.http.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    private final Path directory;
    private final Path tables;

    /** @param stateDirectory of the worker; what is missing is made */
    public OverlayFiles(Path stateDirectory) {
        directory = stateDirectory.resolve("overlay");
        tables = directory.resolve("tables");
    }

    @Override
    public Remembered load() {
        return new Remembered(
                read(directory.resolve("subnet.json"), new TypeReference<NodeSubnet>() {}),
                read(directory.resolve("peers.json"), new TypeReference<List<Peer>>() {})
                        .orElse(List.of()),
                allTables());
    }

    @Override
    public void subnet(NodeSubnet subnet) throws IOException {
        var file = directory.resolve("subnet.json");
        if (read(file, new TypeReference<NodeSubnet>() {}).equals(Optional.of(subnet))) {
            return;
        }
        var next = write(file, subnet);
        sync(next, StandardOpenOption.WRITE);
        move(next, file);
        sync(directory, StandardOpenOption.READ);
    }

    @Override
    public void peers(List<Peer> all) throws IOException {
        var file = directory.resolve("peers.json");
        move(write(file, all), file);
    }

    @Override
    public void table(RouteTable table) throws IOException {
        var file = file(table.service());
        move(write(file, table), file);
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

    private static Path write(Path file, Object content) throws IOException {
        var folder = file.resolveSibling("");
        Files.createDirectories(folder);
        var next = folder.resolve(file.getFileName() + ".next");
        Files.write(next, Json.mapper().writeValueAsBytes(content));
        return next;
    }

    private static void move(Path next, Path file) throws IOException {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
