package holm.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Content on its way into a file. It is written aside and then takes the file's place, so that whoever reads finds the old content or
 * the new one, never a half, whatever ends the writer: a {@code kill -9}, a full disk. One that was left is overwritten by the next.
 * Only its owner may read it, before and after, because some of it is secret and none of it is for others.
 *
 * <p>Not safe for several threads or processes at a time: whoever shares a draft takes turns.
 *
 * @param path in the directory of the files whose place it takes. One for all of them, so that a killed process leaves one at most
 */
public record Draft(Path path) {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** The draft of a file that shares it with no other. */
    public static Draft of(Path file) {
        return new Draft(file.resolveSibling(file.getFileName() + ".draft"));
    }

    /**
     * For what somebody says again or what a machine that was switched off has no use for: a power cut may leave the old file, or an
     * empty one. In return nobody waits for the disk.
     *
     * @param file made when it is missing, as is its directory
     * @throws IOException when the new content is not there; the old one stands then
     */
    public void replace(Path file, byte[] content) throws IOException {
        orDiscard(() -> {
            write(content);
            move(file);
        });
    }

    /**
     * For what nobody else knows: once this returns it survives a power cut.
     *
     * @param file as with {@link #replace}
     * @throws IOException when the new content is not there, or not durable yet; the old one stands, or else all of the new one
     */
    public void replaceDurably(Path file, byte[] content) throws IOException {
        orDiscard(() -> {
            write(content);
            sync(path, StandardOpenOption.WRITE);
            move(file);
        });
        sync(directory(), StandardOpenOption.READ);
    }

    /** Removes what a process that was killed left. */
    public void discard() throws IOException {
        Files.deleteIfExists(path);
    }

    private interface Steps {
        void run() throws IOException;
    }

    /** What does not fit on a disk does not stay there either. */
    private void orDiscard(Steps steps) throws IOException {
        try {
            steps.run();
        } catch (IOException failure) {
            try {
                discard();
            } catch (IOException another) {
                failure.addSuppressed(another);
            }
            throw failure;
        }
    }

    private void write(byte[] content) throws IOException {
        Files.createDirectories(directory());
        discard();
        Files.write(Files.createFile(path, OWNER_ONLY), content);
    }

    /** As rename(2) does: also where there is a file already. */
    private void move(Path file) throws IOException {
        Files.move(path, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path directory() {
        return path.resolveSibling("");
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
