package holm.runtimes.unikernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** Writes archives, good and bad ones. */
final class Tarballs {
    private final List<Map.Entry<TarArchiveEntry, byte[]>> entries = new ArrayList<>();

    static Path ofKernel(Path file, byte[] kernel) throws IOException {
        return new Tarballs().file("kernel", kernel).write(file);
    }

    Tarballs file(String name, byte[] content) {
        var head = new TarArchiveEntry(name, true);
        head.setSize(content.length);
        entries.add(Map.entry(head, content));
        return this;
    }

    Tarballs directory(String name) {
        entries.add(Map.entry(new TarArchiveEntry(name + "/", true), new byte[0]));
        return this;
    }

    /** @param type one of {@link TarConstants}' */
    Tarballs other(String name, byte type, String target) {
        var head = new TarArchiveEntry(name, type, true);
        head.setLinkName(target);
        entries.add(Map.entry(head, new byte[0]));
        return this;
    }

    /** What GNU tar puts before an entry whose name is long, with a name of so many bytes. */
    Tarballs longName(int bytes) {
        var head = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
        head.setSize(bytes);
        entries.add(Map.entry(head, new byte[bytes]));
        return this;
    }

    Tarballs link(String name, String target) {
        return other(name, TarConstants.LF_SYMLINK, target);
    }

    Tarballs hardLink(String name, String target) {
        return other(name, TarConstants.LF_LINK, target);
    }

    Path write(Path file) throws IOException {
        try (var tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(Files.newOutputStream(file)))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (var entry : entries) {
                tar.putArchiveEntry(entry.getKey());
                tar.write(entry.getValue());
                tar.closeArchiveEntry();
            }
        }
        return file;
    }
}
