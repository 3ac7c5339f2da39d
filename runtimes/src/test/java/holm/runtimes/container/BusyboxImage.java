package holm.runtimes.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.testing.Need;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** An image without any registry: Debian's static busybox as what {@code docker save} writes. */
public final class BusyboxImage {
    private static final List<String> COMMANDS = List.of(
            "sh",
            "sleep",
            "echo",
            "cat",
            "env",
            "httpd",
            "true",
            "false",
            "kill",
            "head",
            "tail",
            "dd",
            "seq",
            "id",
            "ls",
            "hostname",
            "mkdir");

    private BusyboxImage() {}

    /**
     * @param file is written
     * @param claimedName what the archive calls itself
     */
    public static void write(Path file, String claimedName) throws IOException {
        write(file, claimedName, "holm test");
    }

    /** @param history makes it an image of its own */
    static void write(Path file, String claimedName, String history) throws IOException {
        var layer = layer();
        var config = """
                {"architecture":"amd64","os":"linux","config":{"Env":["PATH=/bin"],"Cmd":["/bin/echo","the image's own command"]},\
                "rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created_by":"%s"}]}""".formatted(sha256(layer), history);
        var configName = sha256(config.getBytes(UTF_8)) + ".json";
        var manifest = "[{\"Config\":\"%s\",\"RepoTags\":[\"%s\"],\"Layers\":[\"layer.tar\"]}]"
                .formatted(configName, claimedName);
        try (var out = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            add(out, configName, config.getBytes(UTF_8), TarArchiveEntry.DEFAULT_FILE_MODE);
            add(out, "layer.tar", layer, TarArchiveEntry.DEFAULT_FILE_MODE);
            add(out, "manifest.json", manifest.getBytes(UTF_8), TarArchiveEntry.DEFAULT_FILE_MODE);
        }
    }

    private static byte[] layer() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new TarArchiveOutputStream((OutputStream) bytes)) {
            for (var directory : List.of("bin/", "tmp/", "etc/", "proc/", "sys/", "dev/")) {
                out.putArchiveEntry(new TarArchiveEntry(directory));
                out.closeArchiveEntry();
            }
            add(out, "bin/busybox", Files.readAllBytes(Need.program("busybox").orElseThrow()), 0100755);
            for (var command : COMMANDS) {
                var link = new TarArchiveEntry("bin/" + command, TarConstants.LF_SYMLINK);
                link.setLinkName("busybox");
                out.putArchiveEntry(link);
                out.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream out, String name, byte[] content, int mode) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
