package holm.runtimes.unikernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.runtimes.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class UnpackingTest {
    private static final byte[] KERNEL = TestKernels.exitsWith(0);
    private static final FetchLimits LIMITS = new FetchLimits(Duration.ofSeconds(9), Duration.ofSeconds(9), 1, 2, 10);

    @TempDir
    private Path directory;

    @Test
    void unpacksAKernelItsFilesAndItsInitramfs() throws Exception {
        var image = unpack(new Tarballs()
                .file("./kernel", KERNEL)
                .directory("files1")
                .directory("files1")
                .file("files1/etc/nginx.conf", "daemon off;".getBytes(UTF_8))
                .link("files1/conf", "etc/nginx.conf")
                .link("files1/etc/up", "../conf")
                .hardLink("files1/same", "files1/etc/nginx.conf")
                .file("initramfs.cpio", new byte[10]));

        assertThat(image.format()).isEqualTo(KernelFormat.ELF);
        assertThat(image.hasInitramfs()).isTrue();
        assertThat(image.shares()).containsExactly(new Image.Share("fs0", "files1"), new Image.Share("fs1", "files1"));
        assertThat(image.directory().resolve("files1/conf")).hasContent("daemon off;");
        assertThat(image.directory().resolve("files1/etc/up")).hasContent("daemon off;");
        assertThat(image.directory().resolve("files1/same")).hasContent("daemon off;");
        assertThat(Files.getPosixFilePermissions(image.directory().resolve("files1/etc")))
                .as("QEMU reads as another user")
                .hasSize(7);
    }

    @Test
    void givesBothDirectoriesToWhoeverHasBoth() throws Exception {
        assertThat(unpack(new Tarballs()
                                .file("kernel", KERNEL)
                                .directory("files")
                                .directory("files1"))
                        .shares())
                .containsExactly(new Image.Share("fs0", "files"), new Image.Share("fs1", "files1"));
    }

    @ParameterizedTest
    @MethodSource("badArchives")
    void refuses(String words, Tarballs archive) {
        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageContaining("http://example.org/a.tar.gz")
                .hasMessageContaining(words)
                .matches(failure -> !((RuntimeFailure) failure).isTransient());
        assertThat(directory.resolve("outside")).doesNotExist();
        assertThat(Path.of("/tmp/holm-outside")).doesNotExist();
    }

    static Stream<Arguments> badArchives() {
        var bad = Map.ofEntries(
                Map.entry("absolute path /tmp/holm-outside", kernel().file("/tmp/holm-outside", KERNEL)),
                Map.entry("the path ../outside, which leaves it", kernel().file("../outside", KERNEL)),
                Map.entry("the path files/../../outside", kernel().file("files/../../outside", KERNEL)),
                Map.entry("the link files1/out, which leaves it", kernel().link("files1/out", "/etc/passwd")),
                Map.entry("the link files1/far", kernel().link("files1/far", "../../outside")),
                Map.entry(
                        "the link files1/trick",
                        kernel().link("files1/a/here", "there").link("files1/trick", "a/here/../../../outside")),
                Map.entry("the link files1/empty", kernel().link("files1/empty", "")),
                Map.entry(
                        "files1/dir/file inside of what is not a directory",
                        kernel().directory("files1/real")
                                .link("files1/dir", "real")
                                .file("files1/dir/file", KERNEL)),
                Map.entry("kernel/file inside of what is not", kernel().file("kernel/file", KERNEL)),
                Map.entry(
                        "the link files1/hard to what is no file in it",
                        kernel().hardLink("files1/hard", "etc/passwd")),
                Map.entry("absolute path /etc/passwd", kernel().hardLink("files1/hard", "/etc/passwd")),
                Map.entry("has files1/zero, which is neither", kernel().other("files1/zero", TarConstants.LF_CHR, "")),
                Map.entry("has files1/disk, which is neither", kernel().other("files1/disk", TarConstants.LF_BLK, "")),
                Map.entry("has files1/pipe, which is neither", kernel().other("files1/pipe", TarConstants.LF_FIFO, "")),
                Map.entry("has kernel twice", kernel().file("./kernel", KERNEL)),
                Map.entry("control characters", kernel().file("files1/a\nb", KERNEL)),
                Map.entry("unpacks to more than 2 MiB", kernel().file("files1/zeros", new byte[3 << 20])),
                Map.entry("has more than 10 entries", many()),
                Map.entry("has a header of more than 1 MiB", kernel().longName(2 << 20)),
                Map.entry("no file named kernel at its top", new Tarballs().file("boot/kernel", KERNEL)),
                Map.entry("has no file named kernel", new Tarballs().directory("kernel")),
                Map.entry(
                        "no file named kernel",
                        new Tarballs().file("vmlinuz", KERNEL).link("kernel", "vmlinuz")),
                Map.entry("is not a kernel for amd64", new Tarballs().file("kernel", "#!/bin/sh\n".getBytes(UTF_8))),
                Map.entry("not a kernel for amd64: it", new Tarballs().file("kernel", new byte[0])),
                Map.entry("a kernel for amd64", new Tarballs().file("kernel", ofArm())));
        return bad.entrySet().stream().map(one -> Arguments.of(one.getKey(), one.getValue()));
    }

    @Test
    void takesLinuxForWhatItIs() throws Exception {
        var linux = new byte[4096];
        linux[0] = 'M';
        linux[1] = 'Z';
        System.arraycopy("HdrS".getBytes(UTF_8), 0, linux, 0x202, 4);

        assertThat(unpack(new Tarballs().file("kernel", linux)).format()).isEqualTo(KernelFormat.LINUX);
    }

    private static Tarballs kernel() {
        return new Tarballs().file("kernel", KERNEL);
    }

    private static Tarballs many() {
        var archive = kernel();
        for (var i = 0; i < 10; i++) {
            archive.file("files1/" + i, new byte[0]);
        }
        return archive;
    }

    private static byte[] ofArm() {
        var elf = KERNEL.clone();
        elf[18] = (byte) 183;
        return elf;
    }

    private Image unpack(Tarballs archive) throws IOException, RuntimeFailure {
        var tree = Files.createDirectory(directory.resolve("tree"));
        var code = "http://example.org/a.tar.gz";
        new Unpacking(code, tree, LIMITS).run(archive.write(directory.resolve("archive")));
        return Image.of(code, "0", tree, Architecture.AMD64);
    }
}
