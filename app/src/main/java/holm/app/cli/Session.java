package holm.app.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where somebody is logged in, kept in {@code ~/.config/holm/session.json} (only the owner reads it).
 *
 * @param server base URL, for example {@code http://127.0.0.1:10000}
 * @param token good for ten minutes
 * @param refreshToken good for seven days, exchanged for a new token
 */
record Session(String server, String user, String token, String refreshToken) {
    private static final JsonMapper JSON = new JsonMapper();

    static Path file() {
        var home = Optional.ofNullable(System.getenv("XDG_CONFIG_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".config"));
        return home.resolve("holm").resolve("session.json");
    }

    /** @return the session for this server; empty when nobody is logged in there or the file cannot be read */
    static Optional<Session> load(String server) {
        try {
            return Optional.of(JSON.readValue(file().toFile(), Session.class))
                    .filter(session -> session.server().equals(server));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    void save() throws IOException {
        var file = file();
        Files.createDirectories(file.getParent());
        var draft = Files.createTempFile(
                file.getParent(),
                "session",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        JSON.writeValue(draft.toFile(), this);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void forget() throws IOException {
        Files.deleteIfExists(file());
    }
}
