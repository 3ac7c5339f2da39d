package holm.runtimes.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Removes Holm's own Podman and everything in it: containers, images, logs, configuration. Nobody else's engine is touched. */
public final class EngineErasure {
    /** Killing and removing a hundred containers takes a minute on a small machine. */
    private static final int PATIENCE_MINUTES = 5;

    /** Ten seconds together: a cleanup takes one on a busy machine. */
    private static final int ATTEMPTS = 20;

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private static final Pattern MOUNT_POINT = Pattern.compile("\\S+ \\S+ \\S+ \\S+ (\\S+) .*");

    private EngineErasure() {}

    /**
     * Kills all containers of this state directory and removes the directory. Call it when no worker uses it any more.
     *
     * @param state what {@link ContainerSettings#state} was
     * @throws IOException when something stays
     */
    public static void erase(Path state) throws IOException, InterruptedException {
        var files = EngineFiles.of(state.toAbsolutePath().normalize());
        if (Files.isDirectory(files.storage())) {
            var remove = new ProcessBuilder("podman", "rm", "--all", "--force", "--time=0");
            remove.environment().putAll(files.environment());
            run(remove);
        }
        new PodmanService(files, "", Set.of()).close();
        // The engine cleans up after each container in a process of its own, which may mount its storage once more.
        for (var attempt = 1; !removed(files); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IOException("%s could not be removed".formatted(files.state()));
            }
            Thread.sleep(BETWEEN_ATTEMPTS);
        }
    }

    private static boolean removed(EngineFiles files) throws IOException, InterruptedException {
        for (var mount : mountsBelow(files.state(), files.run())) {
            run(new ProcessBuilder("umount", mount.toString()));
        }
        run(new ProcessBuilder(
                "rm",
                "-rf",
                "--one-file-system",
                files.run().toString(),
                files.state().toString()));
        return !Files.exists(files.state());
    }

    private static List<Path> mountsBelow(Path... directories) throws IOException {
        var found = new ArrayList<Path>();
        for (var line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            var mount = MOUNT_POINT.matcher(line);
            // The kernel writes a blank as \040, see proc_pid_mountinfo(5).
            var point = Path.of(mount.matches() ? mount.group(1).replace("\\040", " ") : "/");
            for (var directory : directories) {
                if (point.startsWith(directory)) {
                    found.add(point);
                }
            }
        }
        Collections.reverse(found);
        return found;
    }

    private static void run(ProcessBuilder command) throws IOException, InterruptedException {
        var process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command.command()) + " does not end");
        }
    }
}
