package holm.runtimes.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.runtimes.RuntimeFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Copies an image archive and takes the names out of it: an archive that calls itself {@code docker.io/library/nginx} would
 * otherwise become everybody's nginx on this worker. Bounded in size, entries and time.
 */
final class ArchiveCopy {
    /** The largest images in common use, unpacked. */
    private static final long LARGEST_BYTES = 16L << 30;

    /** Three for each layer and a few more; registries take at most 127 layers. */
    private static final int MOST_ENTRIES = 1_000;

    /** An index names images and their parts; a large one has some kilobytes. */
    private static final int LARGEST_INDEX = 1 << 20;

    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final long MEBI = 1 << 20;
    private static final long STEP_BYTES = 16 * MEBI;
    private static final JsonMapper JSON = new JsonMapper();

    private final String archive;
    private final boolean isOci;
    private final Consumer<String> progress;
    private final long deadline = System.nanoTime() + LONGEST.toNanos();
    private long copied;
    private long told;

    ArchiveCopy(String archive, boolean isOci, Consumer<String> progress) {
        this.archive = archive;
        this.isOci = isOci;
        this.progress = progress;
    }

    void run(InputStream content, OutputStream target) throws RuntimeFailure, IOException {
        var index = isOci ? "index.json" : "manifest.json";
        var found = false;
        var entries = 0;
        try (var in = new TarArchiveInputStream(unzipped(content));
                var out = new TarArchiveOutputStream(target)) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (var entry = next(in); entry != null; entry = next(in)) {
                if (++entries > MOST_ENTRIES) {
                    throw new RuntimeFailure(
                            "%s has more than %d entries, so it is not an image".formatted(archive, MOST_ENTRIES),
                            false);
                }
                var name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
                if (name.equals(index)) {
                    write(out, name, withoutNames(in.readNBytes(LARGEST_INDEX)));
                    found = true;
                } else if (!name.equals("repositories") && !name.isEmpty()) {
                    copy(in, out, entry);
                }
            }
        }
        if (!found) {
            throw new RuntimeFailure(
                    "%s is not %s: it has no %s"
                            .formatted(archive, isOci ? "an OCI image" : "what docker save writes", index),
                    false);
        }
    }

    private TarArchiveEntry next(TarArchiveInputStream in) throws RuntimeFailure {
        try {
            return in.getNextEntry();
        } catch (IOException unreadable) {
            throw new RuntimeFailure(
                    "%s is not a tar archive: %s".formatted(archive, unreadable.getMessage()), false, unreadable);
        }
    }

    private static InputStream unzipped(InputStream content) throws IOException {
        var buffered = new BufferedInputStream(content, 1 << 16);
        buffered.mark(2);
        var isGzip = buffered.read() == 0x1f && buffered.read() == 0x8b; // RFC 1952, 2.3.1
        buffered.reset();
        return isGzip ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }

    private void copy(TarArchiveInputStream in, TarArchiveOutputStream out, TarArchiveEntry entry)
            throws RuntimeFailure, IOException {
        out.putArchiveEntry(entry);
        var buffer = new byte[1 << 16];
        for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            copied += read;
            if (copied > LARGEST_BYTES) {
                throw new RuntimeFailure("%s is larger than %d GiB".formatted(archive, LARGEST_BYTES >> 30), false);
            }
            if (System.nanoTime() > deadline) {
                throw new RuntimeFailure(
                        "%s was not there after %d minutes".formatted(archive, LONGEST.toMinutes()), true);
            }
            if (copied - told >= STEP_BYTES) {
                told = copied;
                progress.accept("read %d MiB".formatted(copied / MEBI));
            }
            out.write(buffer, 0, read);
        }
        out.closeArchiveEntry();
    }

    private byte[] withoutNames(byte[] index) throws RuntimeFailure, IOException {
        try {
            var root = JSON.readTree(index);
            var images = isOci ? root.path("manifests") : root;
            if (images.size() != 1 || !(images.path(0) instanceof ObjectNode image)) {
                throw new RuntimeFailure("%s holds %d images; one is needed".formatted(archive, images.size()), false);
            }
            image.remove("annotations");
            if (!isOci) {
                image.putNull("RepoTags");
            }
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException unreadable) {
            throw new RuntimeFailure("the index of %s is not JSON".formatted(archive), false, unreadable);
        }
    }

    private static void write(TarArchiveOutputStream out, String name, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }
}
