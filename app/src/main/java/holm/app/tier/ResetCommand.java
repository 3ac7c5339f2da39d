package holm.app.tier;

import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import holm.overlay.NetworkFailure;
import holm.overlay.network.NetworkSettings;
import holm.persistence.Store;
import holm.persistence.StoreException;
import holm.persistence.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holm reset}: removes everything that Holm left on this machine. */
@Command(
        name = "reset",
        description =
                "Stop all instances of this machine and remove everything: containers, unikernels, networks, data.")
public final class ResetCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = NetworkSettings.DEFAULT_NAME,
            description = "Name of the instances' network (default ${DEFAULT-VALUE}).")
    private String network = NetworkSettings.DEFAULT_NAME;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var data = common.data();
        requireStopped(data);
        if (!yes && !confirmed(data)) {
            System.out.println("Nothing was removed.");
            return ExitCode.REFUSED.number();
        }
        try {
            Removal.of(data, network, common.settings());
        } catch (NetworkFailure e) {
            throw new CommandFailure(ExitCode.REFUSED, "not everything was removed: " + e.getMessage());
        }
        System.out.printf("Removed: instances, network %s, %s%n", network, data.path());
        return ExitCode.OK.number();
    }

    /** A tier that runs holds the lock of its data. */
    private static void requireStopped(DataDirectory data) {
        if (!Files.isDirectory(data.path().resolve("root"))) {
            return;
        }
        try {
            Store.open(StoreSettings.inDirectory("root", data.path())).close();
        } catch (StoreException e) {
            if (String.valueOf(e.getMessage()).contains("process")) {
                throw new CommandFailure(
                        ExitCode.REFUSED, "Holm is running on %s; stop it first (Ctrl-C)".formatted(data.path()));
            }
        }
    }

    private boolean confirmed(DataDirectory data) {
        System.out.printf(
                "This stops all instances and deletes %s and the network %s. Go on? [y/N] ", data.path(), network);
        var answer = new java.util.Scanner(System.in, java.nio.charset.Charset.defaultCharset());
        return answer.hasNextLine() && answer.nextLine().strip().equalsIgnoreCase("y");
    }
}
