package holm.wire.member;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;

/** How an orchestrator and its workers form one actor cluster. Both take their settings from here, so that they fit together. */
public final class Membership {
    /** The name of both actor systems: Pekko joins only systems of one name. Which cluster it is, hello and welcome check. */
    public static final String SYSTEM = "holm-cluster";

    /** Has a vote in the split-brain resolver and runs the cluster's entities. */
    public static final String ORCHESTRATOR = "orchestrator";

    /** Has no vote. */
    public static final String WORKER = "worker";

    private Membership() {}

    /**
     * For the actor system {@link #SYSTEM} of an orchestrator; merge it over the tier's own settings. It is its own first seed.
     *
     * @param host address that workers reach
     * @param port port that workers are told, {@code --cluster HOST:PORT}
     */
    public static Config orchestrator(String host, int port) {
        return member(host, port, ORCHESTRATOR, host + ":" + port);
    }

    /**
     * For the disposable actor system {@link #SYSTEM} of a worker.
     *
     * @param host address that the orchestrator reaches
     * @param port 0 for any free one
     * @param seed {@code HOST:PORT} of the orchestrator
     */
    public static Config worker(String host, int port, String seed) {
        return member(host, port, WORKER, seed);
    }

    private static Config member(String host, int port, String role, String seed) {
        return ConfigFactory.parseMap(Map.of(
                        "pekko.remote.artery.canonical.hostname",
                        host,
                        "pekko.remote.artery.canonical.port",
                        port,
                        "pekko.cluster.roles",
                        List.of(role),
                        "pekko.cluster.seed-nodes",
                        List.of("pekko://" + SYSTEM + "@" + seed)))
                .withFallback(ConfigFactory.parseResources(Membership.class, "/holm/wire/member/membership.conf"));
    }
}
