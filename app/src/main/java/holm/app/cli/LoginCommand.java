package holm.app.cli;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Logs in and keeps the session for the commands that follow. */
@Command(name = "login", description = "Log in at a root; the session is kept for the next commands.")
public final class LoginCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME",
            defaultValue = "Admin",
            description = "Account (default ${DEFAULT-VALUE}).")
    private String user = "Admin";

    @Option(
            names = {"-p", "--password"},
            interactive = true,
            arity = "0..1",
            paramLabel = "PASSWORD",
            description =
                    "Asked for when left out, or read from HOLM_PASSWORD; as an argument other users of this machine can see it.")
    private @Nullable String password;

    @Option(names = "--forget", description = "Log out: forget the kept session.")
    private boolean forget;

    @Override
    public Integer call() throws IOException {
        if (forget) {
            Session.forget();
            System.out.println("Logged out.");
            return ExitCode.OK.number();
        }
        options.api().login(user, givenPassword()).save();
        System.out.printf("Logged in as %s at %s.%n", user, options.api().server());
        return ExitCode.OK.number();
    }

    private String givenPassword() {
        var environment = System.getenv("HOLM_PASSWORD");
        if (password != null) {
            return password;
        }
        if (environment != null) {
            return environment;
        }
        var console = Objects.requireNonNull(System.console());
        if (!console.isTerminal()) {
            throw new CommandFailure(ExitCode.USAGE, "no terminal to ask for the password: set HOLM_PASSWORD");
        }
        return new String(console.readPassword("Password of %s: ", user));
    }
}
