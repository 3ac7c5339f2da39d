package holm.app.tier;

import com.typesafe.config.Config;
import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import holm.cluster.ClusterSettings;
import holm.cluster.ClusterTier;
import holm.persistence.Store;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts a cluster orchestrator from options and configuration. */
final class ClusterPart {
    /** A large journal on a slow disk; a healthy start takes two seconds. */
    private static final Duration START = Duration.ofSeconds(60);

    private ClusterPart() {}

    /** @param root base URL of the root's API */
    static ClusterTier start(
            String name, String location, URI root, String host, int port, int httpPort, Config config, Store store)
            throws InterruptedException {
        var patience = new ClusterSettings.Patience(
                config.getDuration("cluster.worker-lost-after"),
                ClusterSettings.Patience.DEFAULT.joinTime(),
                config.getDuration("cluster.mass-silence-hold"),
                config.getDuration("cluster.one-shot-lost-after"),
                ClusterSettings.Patience.DEFAULT.handBackAfter(),
                ClusterSettings.Patience.DEFAULT.answerWithin(),
                Purging.after(config, "cluster.purge-after"),
                ClusterSettings.Patience.DEFAULT.restartsHere());
        var settings = new ClusterSettings(
                name,
                location,
                root,
                host,
                port,
                httpPort,
                config.getInt("cluster.cpu-overcommit"),
                patience,
                Optional.of(config.getString("cluster.scheduler")));
        try {
            return ClusterTier.start(settings, store).toCompletableFuture().get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new CommandFailure(ExitCode.REFUSED, "the cluster orchestrator cannot start: " + cause.getMessage());
        }
    }

    /** The name of a cluster's folder or schema. */
    static String tier(String name) {
        return "cluster_" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    }
}
