package holm.root.http;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** Opens the port of the API. */
public final class HttpServer {
    /**
     * request-timeout: our own answers come earlier, as problem documents; a stream has begun by then. idle-timeout: longer than
     * the heartbeat of streams. The version of what serves is nobody's business.
     */
    private static final String SETTINGS = """
            pekko.http.server {
              server-header = "holm"
              remote-address-attribute = on
              request-timeout = 45 s
              idle-timeout = 60 s
              max-connections = 1024
              parsing {
                max-uri-length = 4k
                max-header-value-length = 8k
                illegal-header-warnings = off
                error-handler = "holm.root.http.ProtocolErrors"
              }
            }
            """;

    private HttpServer() {}

    /**
     * @param host an address or {@code 0.0.0.0} or {@code ::}
     * @param port 0 for any that is free
     */
    public static CompletionStage<ServerBinding> bind(
            ClassicActorSystemProvider system, String host, int port, Route route) {
        var config = ConfigFactory.parseString(SETTINGS)
                .withFallback(system.classicSystem().settings().config());
        return Http.get(system)
                .newServerAt(host, port)
                .withSettings(ServerSettings.create(config))
                .bind(route);
    }
}
