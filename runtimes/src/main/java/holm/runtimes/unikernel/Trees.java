package holm.runtimes.unikernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whole directories. Never follows links. */
final class Trees {
    private static final Logger LOG = LoggerFactory.getLogger(Trees.class);

    private Trees() {}

    /** Deletes as much as can be deleted; a remnant is told to the operator, and nothing waits for it. */
    static void delete(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException | UncheckedIOException left) {
            LOG.warn("{} could not be deleted: {}", directory, left.getMessage());
        }
    }

    /** @return of all files together; 0 when it is not there */
    static long bytes(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.mapToLong(Trees::size).sum();
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    /** Makes it so that others can go through it to names that they know, and not list it. */
    static void makePassable(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    private static long size(Path path) {
        try {
            return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}
