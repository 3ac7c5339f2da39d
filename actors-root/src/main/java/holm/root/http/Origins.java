package holm.root.http;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Whose pages may use the API (CORS), and under which names people may reach it. Thread-safe. */
final class Origins {
    private static final String METHODS = "GET, POST, PUT, DELETE";

    /** Spelled out, because a star does not cover Authorization (Fetch standard, 3.3.4). */
    private static final String REQUEST_HEADERS = "authorization, content-type, idempotency-key, last-event-id";

    private static final String RESPONSE_HEADERS = "retry-after, allow";

    /** Browsers keep it for at most two hours (Chromium). */
    private static final String PREFLIGHT_SECONDS = "7200";

    private final ApiSettings settings;
    private final OwnNames names;

    Origins(ApiSettings settings) {
        this.settings = settings;
        this.names = new OwnNames(settings.allowHosts());
    }

    /** @throws RefusalException when the request was sent to a name that is not ours */
    void checkHost(HttpRequest request) {
        var host = request.getHeader("host")
                .map(HttpHeader::value)
                .map(Origins::withoutPort)
                .orElse("");
        if (!host.isEmpty() && !names.contains(host)) {
            throw new RefusalException(Refusal.of(
                            Refusal.Kind.FORBIDDEN,
                            "host-not-allowed",
                            "this root does not answer under the name '" + host + "'")
                    .withHint("use its address, or start it with --allow-host " + host));
        }
    }

    /** @return the answer to a preflight; empty when the request is not one */
    Optional<HttpResponse> preflight(HttpRequest request) {
        var origin = origin(request);
        if (origin.isEmpty()
                || request.getHeader("access-control-request-method").isEmpty()) {
            return Optional.empty();
        }
        if (!isAllowed(origin.get())) {
            throw new RefusalException(Refusal.of(
                            Refusal.Kind.FORBIDDEN,
                            "origin-not-allowed",
                            "pages of '" + origin.get() + "' may not use this root")
                    .withHint("start it with --allow-origin " + origin.get()));
        }
        return Optional.of(HttpResponse.create()
                .withStatus(StatusCodes.NO_CONTENT)
                .addHeaders(List.of(
                        RawHeader.create("access-control-allow-methods", METHODS),
                        RawHeader.create("access-control-allow-headers", REQUEST_HEADERS),
                        RawHeader.create("access-control-max-age", PREFLIGHT_SECONDS))));
    }

    /** @return {@code response}, readable for the page that asked, if it is one of those that may */
    HttpResponse open(HttpRequest request, HttpResponse response) {
        return origin(request)
                .filter(this::isAllowed)
                .map(origin -> response.addHeaders(List.of(
                        RawHeader.create("access-control-allow-origin", origin),
                        RawHeader.create("access-control-expose-headers", RESPONSE_HEADERS),
                        RawHeader.create("vary", "Origin"))))
                .orElse(response);
    }

    private boolean isAllowed(String origin) {
        if (settings.allowOrigins().contains("*") || settings.allowOrigins().contains(origin)) {
            return true;
        }
        try {
            var uri = URI.create(origin);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && names.contains(uri.getHost());
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private static Optional<String> origin(HttpRequest request) {
        return request.getHeader("origin")
                .map(HttpHeader::value)
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static String withoutPort(String host) {
        var colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
