package holm.app;

import holm.app.cli.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Which Holm this is. */
public final class Version implements IVersionProvider {
    /** The version of the jar; {@code development} when run from classes. */
    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"holm %s (Java %s)".formatted(number(), Runtime.version())};
    }

    /** {@code holm version}. */
    @Command(name = "version", description = "Print the version.")
    static final class ShowCommand implements Callable<Integer> {
        @Override
        public Integer call() {
            System.out.println(new Version().getVersion()[0]);
            return ExitCode.OK.number();
        }
    }
}
