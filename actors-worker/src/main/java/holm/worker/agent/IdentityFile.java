package holm.worker.agent;

import holm.wire.http.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Keeps an identity in {@code identity.json}: a write is there whole or not at all, also after a power cut. */
public final class IdentityFile {
    private final Path directory;

    /** @param directory of the worker; made when missing */
    public IdentityFile(Path directory) {
        this.directory = directory;
    }

    /** @throws IOException when the file cannot be read, or somebody wrote something else into it */
    public Identity read() throws IOException {
        var file = file();
        try {
            return Files.exists(file) ? Json.mapper().readValue(file.toFile(), Identity.class) : Identity.NEW;
        } catch (IOException unreadable) {
            throw new IOException("%s cannot be read: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
    }

    /** @throws IOException when it could not be made durable; the old one stands then */
    public void write(Identity identity) throws IOException {
        Files.createDirectories(directory);
        var next = directory.resolve("identity.json.next");
        Files.write(next, Json.mapper().writeValueAsBytes(identity));
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        sync(next, StandardOpenOption.WRITE);
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(directory, StandardOpenOption.READ);
    }

    private Path file() {
        return directory.resolve("identity.json");
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
