package holm.persistence;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a tier keeps its data: in an H2 file (a data directory), in memory (neither directory nor URL), or in a schema of a
 * PostgreSQL database (a URL, which then decides).
 *
 * @param tier {@code root} or {@code cluster_<name>}: the folder below the data directory, or the schema {@code holm_<tier>}
 * @param dataDirectory the directory that all tiers of this machine share; made when it is missing
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 * @param user of PostgreSQL; from the environment or a file, never from the command line
 * @param password of PostgreSQL; likewise
 * @param connections how many connections the pool holds, 1 to 50; {@link #DEFAULT_CONNECTIONS} suits
 */
public record StoreSettings(
        String tier,
        Optional<Path> dataDirectory,
        Optional<String> jdbcUrl,
        Optional<String> user,
        Optional<String> password,
        int connections) {
    /** Writers batch what waits, so more connections bring nothing (measured: 5 as fast as 20), and each costs PostgreSQL megabytes. */
    public static final int DEFAULT_CONNECTIONS = 4;

    private static final int MOST_CONNECTIONS = 50;
    /** Also a schema's name, which PostgreSQL cuts at 63 bytes. */
    private static final Pattern TIER = Pattern.compile("[a-z][a-z0-9_]{0,57}");

    public StoreSettings {
        if (!TIER.matcher(tier).matches()) {
            throw new IllegalArgumentException(
                    "a tier's name has up to 58 small letters, digits and '_' and begins with a letter: " + tier);
        }
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("connections must be 1 to " + MOST_CONNECTIONS + ": " + connections);
        }
        if (jdbcUrl.filter(url -> !url.startsWith("jdbc:postgresql:")).isPresent()) {
            throw new IllegalArgumentException("only jdbc:postgresql: URLs are understood: " + jdbcUrl.get());
        }
    }

    /** An H2 file below {@code dataDirectory}. */
    public static StoreSettings inDirectory(String tier, Path dataDirectory) {
        return new StoreSettings(
                tier,
                Optional.of(dataDirectory),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DEFAULT_CONNECTIONS);
    }

    /** In memory: nothing outlives the process. */
    public static StoreSettings ephemeral(String tier) {
        return new StoreSettings(
                tier, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), DEFAULT_CONNECTIONS);
    }

    /** A schema of PostgreSQL. */
    public static StoreSettings onPostgres(String tier, String jdbcUrl, String user, String password) {
        return new StoreSettings(
                tier,
                Optional.empty(),
                Optional.of(jdbcUrl),
                Optional.of(user),
                Optional.of(password),
                DEFAULT_CONNECTIONS);
    }

    /** Hides the password, because settings are logged. */
    @Override
    public String toString() {
        return "StoreSettings[tier=" + tier + ", dataDirectory=" + dataDirectory + ", jdbcUrl=" + jdbcUrl + ", user="
                + user + ", connections=" + connections + "]";
    }
}
