package holm.persistence;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of some MiB in memory, which can be filled up and made read-only. Needs root. */
final class SmallDisk implements AutoCloseable {
    private static final int MEBIBYTES = 24;
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mount() throws IOException {
        var folder = Files.createTempDirectory("holm-small-disk");
        run("mount", "-t", "tmpfs", "-o", "size=" + MEBIBYTES + "m", "tmpfs", folder.toString());
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    void fillUp() throws IOException {
        try (var file = new RandomAccessFile(folder.resolve("filler").toFile(), "rw")) {
            var chunk = new byte[4096];
            while (folder.toFile().getUsableSpace() > 0) {
                file.write(chunk);
            }
        }
    }

    void makeRoom() throws IOException {
        Files.delete(folder.resolve("filler"));
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", folder.toString());
        Files.delete(folder);
    }

    private static void run(String... command) throws IOException {
        try {
            var process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void readOnly() throws IOException {
        run("mount", "-o", "remount,ro", folder.toString());
    }

    void writable() throws IOException {
        run("mount", "-o", "remount,rw", folder.toString());
    }
}
