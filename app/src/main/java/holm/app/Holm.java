package holm.app;

import holm.app.cli.ApplyCommand;
import holm.app.cli.ClustersCommand;
import holm.app.cli.CommandFailure;
import holm.app.cli.CompletionCommand;
import holm.app.cli.DeleteCommand;
import holm.app.cli.EventsCommand;
import holm.app.cli.ExitCode;
import holm.app.cli.InspectCommand;
import holm.app.cli.LoginCommand;
import holm.app.cli.LogsCommand;
import holm.app.cli.NetCommand;
import holm.app.cli.PsCommand;
import holm.app.cli.ScaleCommand;
import holm.app.cli.ServicesCommand;
import holm.app.cli.WeightCommand;
import holm.app.cli.WorkersCommand;
import holm.app.tier.ClusterCommand;
import holm.app.tier.ResetCommand;
import holm.app.tier.RootCommand;
import holm.app.tier.UpCommand;
import holm.app.tier.WorkerCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code holm} command. */
@Command(
        name = "holm",
        description = "Holm, an edge orchestrator: runs containers on the machines of many places.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            UpCommand.class,
            RootCommand.class,
            ClusterCommand.class,
            WorkerCommand.class,
            ResetCommand.class,
            LoginCommand.class,
            ApplyCommand.class,
            PsCommand.class,
            ServicesCommand.class,
            InspectCommand.class,
            LogsCommand.class,
            ScaleCommand.class,
            WeightCommand.class,
            DeleteCommand.class,
            ClustersCommand.class,
            WorkersCommand.class,
            EventsCommand.class,
            NetCommand.class,
            Version.ShowCommand.class,
            CompletionCommand.class
        })
public final class Holm {
    private Holm() {}

    /** @param arguments a command and its options; {@code --help} lists them */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Holm())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    System.err.println(
                            "holm: " + (failure.getMessage() == null ? failure.toString() : failure.getMessage()));
                    return failure instanceof CommandFailure known
                            ? known.code().number()
                            : ExitCode.REFUSED.number();
                });
    }
}
