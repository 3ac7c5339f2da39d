package holm.worker.agent;

import holm.files.Draft;
import holm.wire.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps an identity in {@code identity.json}: a write is there whole or not at all, also after a power cut. */
public final class IdentityFile {
    private final Path file;

    /** @param directory of the worker; made when missing */
    public IdentityFile(Path directory) {
        this.file = directory.resolve("identity.json");
    }

    /** @throws IOException when the file cannot be read, or somebody wrote something else into it */
    public Identity read() throws IOException {
        try {
            return Files.exists(file) ? Json.mapper().readValue(file.toFile(), Identity.class) : Identity.NEW;
        } catch (IOException unreadable) {
            throw new IOException("%s cannot be read: %s".formatted(file, unreadable.getMessage()), unreadable);
        }
    }

    /** @throws IOException when it could not be made durable */
    public void write(Identity identity) throws IOException {
        Draft.of(file).replaceDurably(file, Json.mapper().writeValueAsBytes(identity));
    }
}
