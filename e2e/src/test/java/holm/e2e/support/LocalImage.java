package holm.e2e.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * An image that needs no registry: a static busybox, in the format of {@code docker save}. Without a command it serves
 * {@value #GREETING} over HTTP on port 80.
 */
public final class LocalImage {
    public static final String GREETING = "hello from a local image";

    /** A service's command that ends at once by SIGTERM: process 1 ignores signals that it does not handle. */
    public static final List<String> STAY = List.of("sh", "-c", "trap exit TERM; while :; do sleep 3600 & wait; done");

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final Path CURL = Path.of("/usr/bin/curl");
    private static final List<String> APPLETS =
            List.of("sh", "httpd", "sleep", "echo", "cat", "date", "seq", "true", "false", "wget", "nc", "env");

    private LocalImage() {}

    /**
     * Writes the archive.
     *
     * @return what stands in a descriptor's {@code code}
     */
    public static String code(Path folder) throws IOException {
        return code(folder, "busybox", List.of());
    }

    /** As {@link #code}, with this machine's curl in it. */
    public static String codeWithCurl(Path folder) throws IOException, InterruptedException {
        var libraries = Program.run("ldd", CURL.toString()).orThrow();
        // "libz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x…)"; the loader has no arrow.
        var files = Stream.concat(Stream.of(CURL.toString()), Stream.of(libraries.split("\\s+", -1)))
                .filter(word -> word.startsWith("/"))
                .distinct()
                .map(Path::of)
                .toList();
        return code(folder, "curl", files);
    }

    private static String code(Path folder, String name, List<Path> more) throws IOException {
        var file = folder.resolve(name + ".tar");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Files.write(file, archive(name, more));
        }
        return "docker-archive:" + file.toAbsolutePath();
    }

    private static byte[] archive(String name, List<Path> more) throws IOException {
        var layer = layer(more);
        var config = """
            {"architecture":"%s","os":"linux","created":"1970-01-01T00:00:00Z",
             "config":{"Cmd":["sh","-c","trap exit TERM; httpd -f -p 80 -h /www & wait"],"Env":["PATH=/bin:/usr/bin"]},
             "rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created":"1970-01-01T00:00:00Z"}]}
            """.formatted(architecture(), sha256(layer)).getBytes(UTF_8);
        var configName = sha256(config) + ".json";
        var manifest = """
                [{"Config":"%s","RepoTags":["holm.test/%s:latest"],"Layers":["layer.tar"]}]
                """.formatted(configName, name).getBytes(UTF_8);
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            file(tar, "layer.tar", 0644, layer);
            file(tar, configName, 0644, config);
            file(tar, "manifest.json", 0644, manifest);
        }
        return bytes.toByteArray();
    }

    private static byte[] layer(List<Path> more) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (var folder : List.of("bin/", "etc/", "tmp/", "www/")) {
                tar.putArchiveEntry(entry(folder, 0755));
                tar.closeArchiveEntry();
            }
            file(tar, "bin/busybox", 0755, Files.readAllBytes(BUSYBOX));
            for (var applet : APPLETS) {
                var link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
                link.setLinkName("busybox");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
            for (var program : more) {
                file(tar, program.toString().substring(1), 0755, Files.readAllBytes(program));
            }
            file(tar, "www/index.html", 0644, (GREETING + "\n").getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream tar, String name, int mode, byte[] content) throws IOException {
        var entry = entry(name, mode);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String name, int mode) {
        var entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setModTime(0L);
        return entry;
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
