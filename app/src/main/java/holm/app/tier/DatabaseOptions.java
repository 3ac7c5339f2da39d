package holm.app.tier;

import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import holm.persistence.Store;
import holm.persistence.StoreException;
import holm.persistence.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which database a tier uses. */
final class DatabaseOptions {
    @Option(
            names = "--db",
            paramLabel = "URL",
            description = {
                "PostgreSQL instead of the embedded database: jdbc:postgresql://host/name. User and password come from HOLM_DB_USER and HOLM_DB_PASSWORD, or from --db-credentials."
            })
    private @Nullable String url;

    @Option(
            names = "--db-credentials",
            paramLabel = "FILE",
            description = "A file with the lines user=… and password=….")
    private @Nullable Path credentials;

    /** @param tier names the folder or the schema: {@code root}, {@code cluster_<name>} */
    Store open(String tier, DataDirectory data) {
        try {
            return Store.open(settings(tier, data));
        } catch (StoreException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.REFUSED, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** For people: what is used, without secrets. */
    String describe(DataDirectory data) {
        return url == null ? data.path().toString() : url.replaceAll("\\?.*", "") + " and " + data.path();
    }

    private StoreSettings settings(String tier, DataDirectory data) {
        if (url != null) {
            return StoreSettings.onPostgres(
                    tier, url, secret("user", "HOLM_DB_USER"), secret("password", "HOLM_DB_PASSWORD"));
        }
        return data.ephemeral() ? StoreSettings.ephemeral(tier) : StoreSettings.inDirectory(tier, data.path());
    }

    private String secret(String key, String variable) {
        if (credentials != null) {
            var properties = new Properties();
            try (var in = Files.newBufferedReader(credentials)) {
                properties.load(in);
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.USAGE, "cannot read --db-credentials: " + e.getMessage());
            }
            return Optional.ofNullable(properties.getProperty(key))
                    .orElseThrow(() ->
                            new CommandFailure(ExitCode.USAGE, "%s has no line %s=…".formatted(credentials, key)));
        }
        return Optional.ofNullable(System.getenv(variable)).orElse("");
    }
}
