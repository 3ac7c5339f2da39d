package holm.root.http;

import holm.wire.http.Metrics;
import holm.wire.http.Readiness;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.util.ByteString;

/** Health and metrics, on the port of the API, where every tier has them. */
public final class OperatorEndpoints {
    /** The text format of Prometheus, version 0.0.4. */
    private static final ContentType PROMETHEUS = ContentTypes.parse("text/plain; version=0.0.4; charset=UTF-8");

    private final Metrics metrics;
    private final Supplier<Readiness> readiness;

    /** @param readiness asked at each request, by any thread */
    public OperatorEndpoints(Metrics metrics, Supplier<Readiness> readiness) {
        this.metrics = metrics;
        this.readiness = readiness;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/metrics", Access.OPEN, _ -> scrape()),
                Endpoint.get("/health/live", Access.OPEN, _ -> Replies.json(Map.of("status", "live"))),
                Endpoint.get("/health/ready", Access.OPEN, _ -> ready()));
    }

    private HttpResponse scrape() {
        return HttpResponse.create()
                .withEntity(HttpEntities.create(PROMETHEUS, ByteString.fromString(metrics.scrape())));
    }

    private HttpResponse ready() {
        return switch (readiness.get()) {
            case Readiness.Ready() -> Replies.json(Map.of("status", "ready"));
            case Readiness.NotReady(var reason) ->
                Replies.json(Map.of("status", reason)).withStatus(StatusCodes.SERVICE_UNAVAILABLE);
        };
    }
}
