package holm.runtimes.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Which storage driver works in a directory: overlay where the kernel mounts it there, or else plain copies (vfs), slow but everywhere. */
final class StorageDriver {
    /** A mount takes milliseconds; a machine that needs longer is in trouble anyway. */
    private static final int PATIENCE_SECONDS = 10;

    private StorageDriver() {}

    /** @return {@code overlay} or {@code vfs}; what a former start has chosen stays, because images are kept per driver */
    static String of(Path storage) throws IOException {
        if (Files.isDirectory(storage.resolve("overlay-images"))) {
            return "overlay";
        }
        if (Files.isDirectory(storage.resolve("vfs-images"))) {
            return "vfs";
        }
        return mountsOverlay(Files.createTempDirectory(storage, "probe-")) ? "overlay" : "vfs";
    }

    private static boolean mountsOverlay(Path probe) throws IOException {
        var lower = Files.createDirectory(probe.resolve("lower"));
        var upper = Files.createDirectory(probe.resolve("upper"));
        var work = Files.createDirectory(probe.resolve("work"));
        var merged = Files.createDirectory(probe.resolve("merged"));
        try {
            var mounted = run(
                    "mount",
                    "-t",
                    "overlay",
                    "overlay",
                    "-o",
                    "lowerdir=%s,upperdir=%s,workdir=%s".formatted(lower, upper, work),
                    merged.toString());
            return mounted && run("umount", merged.toString());
        } finally {
            run("rm", "-rf", "--one-file-system", probe.toString());
        }
    }

    private static boolean run(String... command) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }
}
