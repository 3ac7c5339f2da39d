package holm.app.tier;

import java.nio.file.Path;

/** Where a tier's log goes. To be called before anything logs. */
final class Logging {
    private Logging() {}

    /** To a file of the data directory, bounded; only warnings on the terminal, so that a person can read what is said there. */
    static void toFile(Path directory) {
        System.setProperty("holm.log.directory", directory.toString());
        System.setProperty("logback.configurationFile", "holm/app/logback-file.xml");
    }

    /** To standard output, one JSON object a line, for a service manager. */
    static void toOutput() {
        System.setProperty("logback.configurationFile", "holm/app/logback-output.xml");
    }
}
