package holm.app.tier;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that starts a tier. */
final class CommonOptions {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where everything is kept (default /var/lib/holm as root, else ~/.local/share/holm).")
    private @Nullable Path dataDirectory;

    @Option(
            names = "--ephemeral",
            description = "Keep nothing: a temporary folder, removed at the end together with all instances.")
    private boolean ephemeral;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default ${DEFAULT-VALUE}: this machine only).")
    private String listen = "127.0.0.1";

    @Option(
            names = "--insecure",
            description = {
                "Listen beyond this machine although links between tiers are neither encrypted nor authenticated yet: whoever reaches the ports can join as a cluster or a worker. For a closed network only."
            })
    private boolean insecure;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings beyond these options; conf/holm.conf lists them with their defaults.")
    private @Nullable Path configuration;

    DataDirectory data() {
        return DataDirectory.choose(Optional.ofNullable(dataDirectory), ephemeral);
    }

    Optional<Path> wantedDirectory() {
        return Optional.ofNullable(dataDirectory);
    }

    String listen() {
        return listen;
    }

    boolean isLoopback() {
        try {
            return InetAddress.getByName(listen).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new CommandFailure(ExitCode.USAGE, "--listen %s is not an address of this machine".formatted(listen));
        }
    }

    /** @throws CommandFailure when links would be open to others without {@code --insecure} */
    void requireSafeLinks() {
        if (!isLoopback() && !insecure) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--listen %s would open the links between tiers to everybody who reaches this machine: they are neither encrypted nor authenticated yet. In a closed network add --insecure."
                            .formatted(listen));
        }
    }

    /** The settings file over the defaults. */
    Config settings() {
        try {
            var defaults = ConfigFactory.parseResources(CommonOptions.class.getClassLoader(), "holm.conf");
            var own = configuration == null
                    ? ConfigFactory.empty()
                    : ConfigFactory.parseFile(
                            configuration.toFile(),
                            com.typesafe.config.ConfigParseOptions.defaults().setAllowMissing(false));
            var all = ConfigFactory.systemProperties()
                    .withOnlyPath("holm")
                    .withFallback(own)
                    .withFallback(defaults)
                    .resolve();
            requireKnown(own, defaults);
            return all.getConfig("holm");
        } catch (ConfigException e) {
            throw new CommandFailure(ExitCode.USAGE, "the configuration cannot be used: " + e.getMessage());
        }
    }

    /** A key that nobody reads is a typing error that would go unseen. */
    private static void requireKnown(Config own, Config defaults) {
        for (var entry : own.entrySet()) {
            var key = entry.getKey();
            if (!defaults.hasPathOrNull(key)
                    && !key.startsWith("holm.worker.labels.")
                    && !key.startsWith("holm.worker.containers.credentials.")) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "the configuration has an unknown key %s (line %d)"
                                .formatted(key, entry.getValue().origin().lineNumber()));
            }
        }
    }
}
