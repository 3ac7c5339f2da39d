package holm.wire.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.util.ByteString;

/** What every tier serves to its operator: {@code /metrics}, {@code /health/live}, {@code /health/ready}, with and without a slash at the end. */
public final class OperatorRoutes {
    /** The text format of Prometheus, version 0.0.4. */
    private static final ContentType PROMETHEUS = ContentTypes.parse("text/plain; version=0.0.4; charset=UTF-8");

    private OperatorRoutes() {}

    /**
     * @param readiness asked at each request, by any thread; must not block
     */
    public static Route create(Metrics metrics, Supplier<Readiness> readiness) {
        return Directives.get(() -> Directives.concat(
                at(
                        "metrics",
                        () -> HttpResponse.create()
                                .withEntity(HttpEntities.create(PROMETHEUS, ByteString.fromString(metrics.scrape())))),
                Directives.pathPrefix(
                        "health",
                        () -> Directives.concat(
                                at("live", () -> answer(true, "live")), at("ready", () -> switch (readiness.get()) {
                                    case Readiness.Ready() -> answer(true, "ready");
                                    case Readiness.NotReady(var reason) -> answer(false, reason);
                                })))));
    }

    private static Route at(String segment, Supplier<HttpResponse> response) {
        return Directives.pathPrefix(
                segment, () -> Directives.pathEndOrSingleSlash(() -> Directives.complete(response.get())));
    }

    private static HttpResponse answer(boolean good, String words) {
        try {
            var body = Json.mapper().writeValueAsString(Map.of("status", words));
            return HttpResponse.create()
                    .withStatus(good ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE)
                    .withEntity(ContentTypes.APPLICATION_JSON, body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
