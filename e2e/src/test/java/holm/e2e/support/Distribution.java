package holm.e2e.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program as it is delivered: {@code app/target/holm}, or what {@code -Dholm.distribution} says. */
public final class Distribution {
    static final File NOTHING = new File("/dev/null");

    private Distribution() {}

    /** @return a command line of the delivered {@code holm} */
    public static List<String> command(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(program().toString());
        command.addAll(arguments);
        return command;
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
