package holm.root.http;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.wire.http.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What holds for every request, in this order: name of this root, origin, token, route, method, body, retry, and errors as
 * problem documents. Each request runs on a virtual thread of its own, so handlers may wait. Thread-safe.
 */
public final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    /** Methods that mean the same on every path; any other one would make a metrics series of the client's choice. */
    private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    private final RouteTable table;
    private final Authenticator authenticator;
    private final Idempotency idempotency;
    private final Origins origins;
    private final ApiMetrics metrics;
    private final ClassicActorSystemProvider system;
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("holm-root-api-", 0).factory());

    public Api(
            RouteTable table,
            Authenticator authenticator,
            Idempotency idempotency,
            ApiSettings settings,
            Metrics metrics,
            ClassicActorSystemProvider system) {
        this.table = table;
        this.authenticator = authenticator;
        this.idempotency = idempotency;
        this.origins = new Origins(settings);
        this.metrics = new ApiMetrics(metrics);
        this.system = system;
    }

    /** @return a stage that never fails */
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        var started = System.nanoTime();
        return Body.read(request, system).thenApplyAsync(body -> answer(request, body, started), threads);
    }

    private HttpResponse answer(HttpRequest request, Body body, long startedAtNanos) {
        var path = new ArrayList<String>();
        request.getUri().pathSegments().forEach(path::add);
        if (!path.isEmpty() && path.getLast().isEmpty()) {
            path.removeLast();
        }
        var match = table.match(request.method(), path);
        var response = answerOrProblem(request, body, path, match);
        var route = match instanceof RouteTable.Match.Found found
                ? found.endpoint().path().text()
                : "none";
        var method = KNOWN_METHODS.contains(request.method().name())
                ? request.method().name()
                : "other";
        metrics.answered(
                method, route, response.status().intValue(), Duration.ofNanos(System.nanoTime() - startedAtNanos));
        return origins.open(request, response);
    }

    private HttpResponse answerOrProblem(HttpRequest request, Body body, List<String> path, RouteTable.Match match) {
        try {
            origins.checkHost(request);
            var preflight = origins.preflight(request);
            return preflight.isPresent() ? preflight.get() : route(request, body, path, match);
        } catch (RuntimeException failed) {
            return problem(request, failed);
        }
    }

    private HttpResponse route(HttpRequest request, Body body, List<String> path, RouteTable.Match match) {
        if (request.method().equals(HttpMethods.OPTIONS)
                && match instanceof RouteTable.Match.OtherMethods(var allowed)) {
            return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT).addHeader(allow(allowed));
        }
        var access = match instanceof RouteTable.Match.Found found
                ? found.endpoint().access()
                : outsideTheTable(path, match);
        var caller = access == Access.OPEN
                ? Optional.<Caller>empty()
                : Optional.of(authenticator.authenticate(token(request), access));
        return switch (match) {
            case RouteTable.Match.Nothing() -> throw unknown(request);
            case RouteTable.Match.OtherMethods(var allowed) ->
                Problems.of(otherMethod(request, allowed)).addHeader(allow(allowed));
            case RouteTable.Match.Found(var endpoint, var places) -> {
                if (access == Access.ADMIN && !caller.orElseThrow().admin()) {
                    throw new RefusalException(Refusal.of(
                            Refusal.Kind.FORBIDDEN, "admins-only", "only an account with the role Admin may do this"));
                }
                body.refusal().ifPresent(refusal -> {
                    throw new RefusalException(refusal);
                });
                var call = new Call(request, places, body.bytes(), caller);
                yield idempotency.once(call, () -> answered(call, endpoint));
            }
        };
    }

    /** Also here, so that a refusal is an answer that can be kept for a retry. */
    private HttpResponse answered(Call call, Endpoint endpoint) {
        try {
            return endpoint.handler().handle(call);
        } catch (RuntimeException failed) {
            return problem(call.request(), failed);
        }
    }

    /** Nobody without a token learns which paths exist below {@code /api}, except those that are open. */
    private Access outsideTheTable(List<String> path, RouteTable.Match match) {
        var underApi = !path.isEmpty() && path.getFirst().equals("api");
        var open = match instanceof RouteTable.Match.OtherMethods
                && table.endpoints().stream()
                        .filter(endpoint -> endpoint.path().match(path).isPresent())
                        .allMatch(endpoint -> endpoint.access() == Access.OPEN || endpoint.access() == Access.REFRESH);
        return underApi && !open ? Access.CALLER : Access.OPEN;
    }

    private HttpResponse problem(HttpRequest request, RuntimeException failed) {
        return switch (failed) {
            case RefusalException refused -> Problems.of(refused.refusal());
            case RefusedDocument refused -> Problems.of(refused.refusals());
            default -> {
                var id = UUID.randomUUID().toString().substring(0, 8);
                LOG.error(
                        "{}: {} {} failed",
                        id,
                        request.method().name(),
                        request.getUri().path(),
                        failed);
                metrics.accident();
                yield Problems.internal(id);
            }
        };
    }

    private static RefusalException unknown(HttpRequest request) {
        return new RefusalException(Refusal.of(
                        Refusal.Kind.UNKNOWN,
                        "no-such-path",
                        "there is nothing at " + request.getUri().path())
                .withHint("/api/docs lists what there is"));
    }

    private static Refusal otherMethod(HttpRequest request, List<String> allowed) {
        return Refusal.of(
                        Refusal.Kind.METHOD,
                        "method-not-allowed",
                        request.getUri().path() + " does not take "
                                + request.method().name())
                .withHint("it takes " + String.join(", ", allowed));
    }

    private static HttpHeader allow(List<String> methods) {
        return RawHeader.create("allow", String.join(", ", methods));
    }

    private static Optional<String> token(HttpRequest request) {
        return request.getHeader("authorization")
                .map(HttpHeader::value)
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
    }
}
