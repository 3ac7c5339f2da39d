package holm.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How one cluster orchestrator is set up.
 *
 * @param name of the cluster, unique under its root
 * @param location free text or {@code lat,lon,radius-km}; empty when unknown
 * @param rootUri where the root's HTTP API is, for example {@code http://127.0.0.1:10000}
 * @param host address on which workers and the operator reach it
 * @param port for workers ({@code --cluster HOST:PORT}); 0 for any free one, which nobody can know before
 * @param httpPort for the operator; 0 for any free one
 * @param cpuOvercommit how many times each core may be promised, at least 1
 * @param scheduler by its name; empty for the default one
 */
public record ClusterSettings(
        String name,
        String location,
        URI rootUri,
        String host,
        int port,
        int httpPort,
        int cpuOvercommit,
        Patience patience,
        Optional<String> scheduler) {
    /** Where workers join. */
    public static final int PORT = 10150;

    /** Where the operator looks. */
    public static final int HTTP_PORT = 10100;

    /** The announced descriptors all ask for a whole core; the cgroup still enforces quota and shares. */
    public static final int CPU_OVERCOMMIT = 10;

    /**
     * For how long what is waited for.
     *
     * @param workerLostAfter a worker silent for so long is lost
     * @param joinTime how much longer it may take after a start of the orchestrator
     * @param massSilenceHold how long nothing moves after most workers fell silent together
     * @param oneShotLostAfter how long the outcome of a one-shot on a lost worker may still come
     * @param handBackAfter when nothing else fits, a lost worker's instances go back to the root after this
     * @param answerWithin a worker that is there and says nothing about a new instance is left after this
     * @param purgeAfter how long the journals of instances that are gone from here are kept
     * @param restartsHere failed runs in a row on one worker before another one is looked for
     */
    public record Patience(
            Duration workerLostAfter,
            Duration joinTime,
            Duration massSilenceHold,
            Duration oneShotLostAfter,
            Duration handBackAfter,
            Duration answerWithin,
            Duration purgeAfter,
            int restartsHere) {
        /** architecture.md 5; 30 s as for a whole cluster, 90 s as three reminders. */
        public static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(5),
                ClusterLimits.JOIN_TIME,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(90),
                Duration.ofHours(24),
                5);
    }

    /** A cluster with the usual ports and patience, on loopback. */
    public static ClusterSettings of(String name, String location, URI rootUri) {
        return new ClusterSettings(
                name,
                location,
                rootUri,
                "127.0.0.1",
                PORT,
                HTTP_PORT,
                CPU_OVERCOMMIT,
                Patience.DEFAULT,
                Optional.empty());
    }

    public ClusterSettings on(String otherHost, int otherPort, int otherHttpPort) {
        return new ClusterSettings(
                name, location, rootUri, otherHost, otherPort, otherHttpPort, cpuOvercommit, patience, scheduler);
    }

    public ClusterSettings with(Patience other) {
        return new ClusterSettings(name, location, rootUri, host, port, httpPort, cpuOvercommit, other, scheduler);
    }

    public ClusterSettings withCpuOvercommit(int times) {
        return new ClusterSettings(name, location, rootUri, host, port, httpPort, times, patience, scheduler);
    }
}
