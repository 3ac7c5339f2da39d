package holm.root;

import holm.root.account.AccountSettings;
import holm.root.http.ApiSettings;
import holm.root.instance.InstanceDeadlines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a root runs.
 *
 * @param host address to listen on; {@code 0.0.0.0} and {@code ::} mean every one
 * @param port 0 for any that is free
 * @param clusterLostAfter how long a cluster may be silent before its instances go elsewhere
 * @param purgeAfter how long the journals of gone instances and deleted services are kept
 * @param scheduler name of the scheduler that chooses clusters
 * @param keyDirectory where the key that signs tokens is kept; empty for one that ends with the process
 */
public record RootSettings(
        String host,
        int port,
        Duration clusterLostAfter,
        Duration purgeAfter,
        InstanceDeadlines deadlines,
        String scheduler,
        Optional<Path> keyDirectory,
        AccountSettings accounts,
        ApiSettings api) {
    /** Where Oakestra's clients look. */
    public static final int DEFAULT_PORT = 10_000;

    /** architecture.md 5: a restart of the cluster orchestrator takes seconds, and moving instances costs more than waiting. */
    public static final Duration DEFAULT_CLUSTER_LOST_AFTER = Duration.ofSeconds(30);

    /** Long enough to see on Monday morning what went on Sunday; longer than any message is on its way. */
    public static final Duration DEFAULT_PURGE_AFTER = Duration.ofHours(24);

    public static final String DEFAULT_SCHEDULER = "default";

    /** On loopback, with every default and Oakestra's default password. */
    public static RootSettings local(int port, Optional<Path> keyDirectory) {
        return new RootSettings(
                "127.0.0.1",
                port,
                DEFAULT_CLUSTER_LOST_AFTER,
                DEFAULT_PURGE_AFTER,
                InstanceDeadlines.DEFAULT,
                DEFAULT_SCHEDULER,
                keyDirectory,
                new AccountSettings(true),
                ApiSettings.LOCAL);
    }
}
