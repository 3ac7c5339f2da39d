package holm.overlay.plane;

import holm.domain.HexId;
import holm.domain.ServiceId;
import holm.files.Draft;
import holm.overlay.NetworkFailure;
import holm.overlay.balance.Destination;
import holm.overlay.balance.Mode;
import holm.overlay.balance.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is installed, in one small file for each service, so that the next process knows what it finds in the kernel. A line says
 * {@code version 7} or {@code 10.30.0.1 ROUND_ROBIN 10.18.0.2=100 …}.
 */
final class ServiceFiles {
    private static final String VERSION = "version";

    private final Path directory;
    private final Draft draft;

    ServiceFiles(Path stateDirectory) {
        this.directory = stateDirectory.resolve("services");
        this.draft = new Draft(directory.resolve("table.draft"));
    }

    void write(ServiceTable table) throws NetworkFailure {
        var lines = new ArrayList<String>();
        lines.add(VERSION + " " + table.version());
        table.destinations().forEach(destination -> lines.add(line(destination)));
        try {
            draft.replace(file(table.service()), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new NetworkFailure("cannot write into %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    void delete(ServiceId service) throws NetworkFailure {
        try {
            Files.deleteIfExists(file(service));
        } catch (IOException e) {
            throw new NetworkFailure("cannot delete %s: %s".formatted(file(service), e.getMessage()), e);
        }
    }

    /** @return every file's table; one that cannot be understood is left out, its addresses are asked for again */
    List<ServiceTable> all() throws NetworkFailure {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.map(ServiceFiles::read).flatMap(Optional::stream).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new NetworkFailure("cannot read %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    void deleteAll() throws NetworkFailure {
        for (var table : all()) {
            delete(table.service());
        }
        try {
            draft.discard();
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new NetworkFailure("cannot delete %s: %s".formatted(directory, e.getMessage()), e);
        }
    }

    private static String line(Destination destination) {
        return destination.address() + " " + destination.mode()
                + destination.targets().stream()
                        .map(target -> " " + target.namespaceAddress() + "=" + target.weight())
                        .collect(Collectors.joining());
    }

    private static Optional<ServiceTable> read(Path file) {
        var name = file.getFileName().toString();
        if (!HexId.isValid(name)) {
            return Optional.empty();
        }
        try {
            var version = 0L;
            var destinations = new ArrayList<Destination>();
            for (var line : Files.readAllLines(file)) {
                var words = Arrays.asList(line.split(" ", -1));
                if (words.getFirst().equals(VERSION)) {
                    version = Long.parseLong(words.get(1));
                } else {
                    destinations.add(destination(words));
                }
            }
            return Optional.of(new ServiceTable(new ServiceId(name), version, destinations));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
            return Optional.empty();
        }
    }

    private static Destination destination(List<String> words) {
        var targets = words.stream()
                .skip(2)
                .map(word -> word.split("=", 2))
                .map(parts -> new Target(parts[0], Integer.parseInt(parts[1])))
                .toList();
        return new Destination(words.getFirst(), Mode.valueOf(words.get(1)), targets);
    }

    private Path file(ServiceId service) {
        return directory.resolve(service.value());
    }
}
