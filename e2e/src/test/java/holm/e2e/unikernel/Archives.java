package holm.e2e.unikernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Packs kernels as Oakestra's users do: a {@code .tar.gz} with {@code kernel} at its top. */
public final class Archives {
    /** What a {@link #linux} answers on port 80. */
    public static final String GREETING = "hello from a unikernel";

    private static final Path BOOT = Path.of("/boot");
    private static final Path MODULES = Path.of("/lib/modules");
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    /** Loaded by {@code init} in this order. */
    private static final List<String> DRIVERS = List.of(
            "drivers/virtio/virtio",
            "drivers/virtio/virtio_ring",
            "drivers/virtio/virtio_pci_modern_dev",
            "drivers/virtio/virtio_pci_legacy_dev",
            "drivers/virtio/virtio_pci",
            "net/core/failover",
            "drivers/net/net_failover",
            "drivers/net/virtio_net",
            "drivers/acpi/button",
            "drivers/input/evdev");

    private Archives() {}

    static byte[] ofKernel(byte[] kernel) throws IOException {
        return of(Map.of("kernel", kernel));
    }

    /** See {@link #linuxFiles}. */
    static byte[] linux() throws IOException {
        return of(linuxFiles());
    }

    /** Debian's cloud kernel with a busybox: runs its arguments and ends, or serves {@link #GREETING} until it is switched off. */
    public static Map<String, byte[]> linuxFiles() throws IOException {
        var kernel = kernel();
        var files = new LinkedHashMap<String, byte[]>();
        files.put("kernel", Files.readAllBytes(kernel));
        files.put("initramfs.cpio", initramfs(kernel.getFileName().toString().substring("vmlinuz-".length())));
        return files;
    }

    /** @param files by name */
    public static byte[] of(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (var file : files.entrySet()) {
                var entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static Path kernel() throws IOException {
        try (Stream<Path> files = Files.list(BOOT)) {
            return files.filter(file -> file.getFileName().toString().matches("vmlinuz-.*-cloud-.*"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static byte[] initramfs(String version) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var cpio = new CpioArchiveOutputStream(bytes, CpioConstants.FORMAT_NEW)) {
            for (var folder : List.of("bin", "dev", "lib", "proc", "www")) {
                var entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, folder);
                entry.setMode(CpioConstants.C_ISDIR | 0755L);
                entry.setNumberOfLinks(2);
                cpio.putArchiveEntry(entry);
                cpio.closeArchiveEntry();
            }
            program(cpio, "bin/busybox", Files.readAllBytes(BUSYBOX));
            program(cpio, "init", init());
            for (var driver : DRIVERS) {
                var file = MODULES.resolve(version).resolve("kernel").resolve(driver + ".ko");
                program(cpio, "lib/" + file.getFileName(), Files.readAllBytes(file));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] init() throws IOException {
        try (InputStream in = Archives.class.getResourceAsStream("/guest/init")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static void program(CpioArchiveOutputStream cpio, String name, byte[] content) throws IOException {
        var entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, content.length);
        entry.setMode(CpioConstants.C_ISREG | 0755L);
        cpio.putArchiveEntry(entry);
        cpio.write(content);
        cpio.closeArchiveEntry();
    }
}
