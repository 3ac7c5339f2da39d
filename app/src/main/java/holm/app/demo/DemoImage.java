package holm.app.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A container image made of a static busybox and one page, as {@code docker save} would write it: no registry is needed. */
final class DemoImage {
    static final String REFERENCE = "holm.local/hello:demo";
    private static final List<Path> BUSYBOX = List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"));
    private static final List<String> APPLETS = List.of("sh", "httpd", "cat", "sleep", "echo", "wget", "hostname");
    private static final JsonMapper JSON = new JsonMapper();

    private DemoImage() {}

    /** @return the archive, written to {@code file} */
    static Path write(Path file, String page) throws IOException {
        var layer = layer(page);
        var config = JSON.writeValueAsBytes(Map.of(
                "architecture", architecture(),
                "os", "linux",
                "config", Map.of("Env", List.of("PATH=/bin"), "WorkingDir", "/"),
                "rootfs", Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(layer)))));
        var configName = sha256(config) + ".json";
        var manifest = JSON.writeValueAsBytes(
                List.of(Map.of("Config", configName, "RepoTags", List.of(REFERENCE), "Layers", List.of("layer.tar"))));
        Files.createDirectories(file.getParent());
        try (var out = new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            add(out, "layer.tar", layer, 0644);
            add(out, configName, config, 0644);
            add(out, "manifest.json", manifest, 0644);
        }
        return file;
    }

    private static byte[] layer(String page) throws IOException {
        var busybox = BUSYBOX.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.REFUSED, "the demo makes its image from busybox: apt-get install busybox-static"));
        var bytes = new ByteArrayOutputStream();
        try (var out = new TarArchiveOutputStream(bytes)) {
            add(out, "bin/busybox", Files.readAllBytes(busybox), 0755);
            for (var applet : APPLETS) {
                var link = new TarArchiveEntry("bin/" + applet, TarArchiveEntry.LF_SYMLINK);
                link.setLinkName("busybox");
                out.putArchiveEntry(link);
                out.closeArchiveEntry();
            }
            add(out, "www/index.html", page.getBytes(StandardCharsets.UTF_8), 0644);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream out, String name, byte[] content, int mode) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        out.putArchiveEntry(entry);
        ((OutputStream) out).write(content);
        out.closeArchiveEntry();
    }

    private static String architecture() {
        return "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "amd64";
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
