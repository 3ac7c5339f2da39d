package holm.cluster.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import holm.cluster.instance.InstanceRows;
import holm.cluster.root.RootView;
import holm.cluster.worker.DirectoryCommand;
import holm.cluster.worker.WorkerBoard;
import holm.domain.Candidate;
import holm.domain.HexId;
import holm.domain.Refusal;
import holm.domain.Refusal.Kind;
import holm.domain.ServiceId;
import holm.wire.http.Json;
import holm.wire.http.Metrics;
import holm.wire.http.OperatorRoutes;
import holm.wire.http.Problem;
import holm.wire.http.Readiness;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** What a cluster serves to its operator and to who asks for its resources; with and without a slash at the end. */
public record ClusterRoutes(
        String clusterName,
        Metrics metrics,
        Supplier<Readiness> readiness,
        RootView root,
        WorkerBoard board,
        InstanceRows rows,
        ActorRef<DirectoryCommand> directory) {
    public Route route() {
        return Directives.concat(
                OperatorRoutes.create(metrics, readiness),
                Directives.pathPrefix(
                        "api",
                        () -> Directives.concat(
                                Directives.pathPrefix(
                                        "cluster",
                                        () -> Directives.concat(
                                                Directives.pathPrefix("status", () -> atEnd(this::status)),
                                                Directives.pathPrefix(
                                                        "hold",
                                                        () -> Directives.pathPrefix("release", this::release)))),
                                Directives.pathPrefix(
                                        "v1", () -> Directives.pathPrefix("resources", this::resources)))));
    }

    private static Route atEnd(Supplier<HttpResponse> answer) {
        return Directives.pathEndOrSingleSlash(() -> Directives.get(() -> Directives.complete(answer.get())));
    }

    private HttpResponse status() {
        var status = new LinkedHashMap<String, Object>();
        status.put("cluster_name", clusterName);
        status.put(
                "cluster_id",
                root.membership()
                        .map(membership -> membership.cluster().value())
                        .orElse(""));
        status.put("connected_to_root", root.isConnected());
        status.put("trouble", root.trouble());
        status.put("held", board.now().held());
        return json(status);
    }

    private Route release() {
        return Directives.pathEndOrSingleSlash(() -> Directives.post(() -> {
            directory.tell(new DirectoryCommand.ReleaseHold());
            return Directives.complete(json(java.util.Map.of("status", "ok")));
        }));
    }

    private Route resources() {
        return Directives.get(() -> Directives.parameterMap(query -> Directives.concat(
                Directives.pathEndOrSingleSlash(() -> Directives.complete(list(new ResourceQuery(query)))),
                Directives.path(
                        PathMatchers.segment().orElse(PathMatchers.segment().slash(PathMatchers.neutral())),
                        id -> Directives.complete(one(id, new ResourceQuery(query)))))));
    }

    private HttpResponse list(ResourceQuery query) {
        var job = query.job();
        if (job.isPresent() && !HexId.isValid(job.get())) {
            return Problem.of(Refusal.of(Kind.MALFORMED, "malformed-id", "not a service's id: " + job.get()));
        }
        var siblings = job.map(id -> rows.siblings(new ServiceId(id)).keySet());
        if (siblings.isPresent() && siblings.get().isEmpty()) {
            return Problem.of(Refusal.of(Kind.UNKNOWN, "unknown-service", "no instance of it is in this cluster"));
        }
        return json(candidates()
                .filter(worker -> siblings.map(Set::copyOf)
                        .map(ids -> ids.contains(worker.id()))
                        .orElse(true))
                .filter(query::matches)
                .map(worker -> ResourceDocument.of(worker, query.extra()))
                .toList());
    }

    private HttpResponse one(String id, ResourceQuery query) {
        if (!HexId.isValid(id)) {
            return Problem.of(Refusal.of(Kind.MALFORMED, "malformed-id", "not a worker's id: " + id));
        }
        Optional<Candidate> found =
                candidates().filter(worker -> worker.id().equals(id)).findFirst();
        return found.map(worker -> json(ResourceDocument.of(worker, query.extra())))
                .orElseGet(() -> Problem.of(
                        Refusal.of(Kind.UNKNOWN, "unknown-worker", "no worker of this cluster has this id")));
    }

    private Stream<Candidate> candidates() {
        return board.now().candidates().stream();
    }

    private static HttpResponse json(Object document) {
        try {
            return HttpResponse.create()
                    .withEntity(ContentTypes.APPLICATION_JSON, Json.mapper().writeValueAsString(document));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
