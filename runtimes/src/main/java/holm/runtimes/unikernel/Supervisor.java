package holm.runtimes.unikernel;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts QEMU so that it outlives the worker, and so that the next worker learns how it ended: a shell in a session of its own waits for
 * it and writes the end down. The shell stays outside of the guest's cgroup, and what it starts moves itself in before it becomes QEMU.
 */
final class Supervisor {
    /** First the number of doors, then the doors (see {@link holm.runtimes.process.OwnCgroup#doors()}), then the command. */
    private static final String SCRIPT = """
            doors=$1
            shift
            (
                while [ "$doors" -gt 0 ]; do
                    echo 0 > "$1" || exit 126
                    shift
                    doors=$((doors - 1))
                done
                exec "$@"
            ) &
            echo $! > pid
            wait $!
            echo $? > ended.next
            mv ended.next ended
            """;

    /** The worker's own environment may hold secrets. */
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

    private Supervisor() {}

    static void start(RunDirectory directory, List<Path> doors, List<String> command) throws IOException {
        var words = new ArrayList<>(List.of("setsid", "sh", "-c", SCRIPT, "holm-unikernel"));
        words.add(Integer.toString(doors.size()));
        doors.forEach(door -> words.add(door.toString()));
        words.addAll(command);
        process(directory, words).start();
    }

    /** @return a command that runs in this directory, sees nothing of the worker, and writes to its output file */
    static ProcessBuilder process(RunDirectory directory, List<String> command) {
        var builder = new ProcessBuilder(command)
                .directory(directory.path().toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.appendTo(directory.output().toFile()));
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder;
    }
}
