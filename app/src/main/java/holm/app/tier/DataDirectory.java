package holm.app.tier;

import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a machine keeps what Holm must remember.
 *
 * @param path absolute
 * @param ephemeral whether it goes when the process ends
 */
record DataDirectory(Path path, boolean ephemeral) {
    /** {@code /var/lib/holm} for root, {@code ~/.local/share/holm} for others; a new temporary folder when ephemeral. */
    static DataDirectory choose(Optional<Path> wanted, boolean ephemeral) {
        try {
            var path = wanted.orElseGet(() -> isRoot()
                            ? Path.of("/var/lib/holm")
                            : Path.of(System.getProperty("user.home"), ".local", "share", "holm"))
                    .toAbsolutePath()
                    .normalize();
            if (ephemeral) {
                var parent = wanted.isPresent()
                        ? Files.createDirectories(path)
                        : Path.of(System.getProperty("java.io.tmpdir"));
                return new DataDirectory(Files.createTempDirectory(parent, "holm-"), true);
            }
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new DataDirectory(path, false);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "cannot use the data directory: %s. Choose another with --data-dir.".formatted(e.getMessage()));
        }
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    Path worker() {
        return path.resolve("worker");
    }

    Path logs() {
        return path.resolve("log");
    }

    /** Removes everything in it, and the folder itself. */
    void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
