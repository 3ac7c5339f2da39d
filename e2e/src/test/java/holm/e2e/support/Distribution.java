package holm.e2e.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program as it is delivered: {@code app/target/holm}, or what {@code -Dholm.distribution} says. */
public final class Distribution {
    static final File NOTHING = new File("/dev/null");

    private static final Duration TRAINING = Duration.ofMinutes(5);

    private Distribution() {}

    /** @return a command line of the delivered {@code holm} */
    public static List<String> command(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(program().toString());
        command.addAll(arguments);
        return command;
    }

    /**
     * Makes the ahead-of-time caches if they are not there: half a minute, for tests that start Holm some fifty times. Without them
     * everything works, only slower.
     */
    static synchronized void train() throws IOException, InterruptedException {
        var train = program().resolveSibling("train");
        if (Files.isExecutable(train) && !isTrained()) {
            var trained = Program.run(Map.of(), TRAINING, List.of(train.toString()));
            if (trained.exitCode() != 0) {
                System.err.println("no ahead-of-time caches, starts take longer: " + trained.errors());
            }
        }
    }

    /** A cache that is older than the program is not used by the JVM. */
    private static boolean isTrained() throws IOException {
        var cache = home().resolve("cache").resolve("server.aot");
        var program = home().resolve("lib").resolve("classpath");
        return Files.exists(cache)
                && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(program)) >= 0;
    }

    private static Path program() {
        var program = home().resolve("bin").resolve("holm");
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    "there is no %s; build it with: mvn -Pquick -DskipTests -pl app -am package".formatted(program));
        }
        return program;
    }

    private static Path home() {
        var named = System.getProperty("holm.distribution");
        if (named != null) {
            return Path.of(named).toAbsolutePath();
        }
        // Maven runs tests in the module's folder, people run benchmarks anywhere in the project.
        var here = Path.of("").toAbsolutePath();
        for (var folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("e2e")) && Files.isDirectory(folder.resolve("app"))) {
                return folder.resolve("app").resolve("target").resolve("holm");
            }
        }
        throw new IllegalStateException(here + " is not inside Holm's project");
    }
}
