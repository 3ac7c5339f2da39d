package holm.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workers of all clusters, each with its cluster; of a cluster that is away only what the root remembers. */
final class Workers {
    static final String CLUSTER_ID = "cluster_id";
    static final String CLUSTER_NAME = "cluster_name";

    private Workers() {}

    /** @param only name or id of a cluster; absent for all */
    static List<ObjectNode> all(Api api, @Nullable String only) {
        var found = new ArrayList<ObjectNode>();
        for (var cluster : api.get("/api/clusters")) {
            if (only == null || isCalled(cluster, only, "_id", "cluster_name")) {
                found.addAll(cluster.path("active").asBoolean() ? asked(api, cluster) : remembered(cluster));
            }
        }
        return found;
    }

    /**
     * @param cluster name or id; absent for all
     * @throws CommandFailure when there is none, or more than one; then it names them
     */
    static JsonNode find(Api api, String wanted, @Nullable String cluster) {
        var matches = all(api, cluster).stream()
                .filter(worker -> isCalled(worker, wanted, "_id", "worker_name"))
                .toList();
        if (matches.isEmpty()) {
            throw new CommandFailure(ExitCode.REFUSED, "no worker is called %s. See: holm workers".formatted(wanted));
        }
        if (matches.size() > 1) {
            var names = matches.stream()
                    .map(worker -> "  %s  %s, cluster %s, %s"
                            .formatted(
                                    ClientOptions.cell(worker, "_id"),
                                    ClientOptions.cell(worker, "worker_name"),
                                    ClientOptions.cell(worker, CLUSTER_NAME),
                                    state(worker)))
                    .toList();
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "%d workers are called %s; give an id:\n%s"
                            .formatted(matches.size(), wanted, String.join("\n", names)));
        }
        if (matches.getFirst().path("_id").isMissingNode()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "cluster %s is silent, and only it knows its workers"
                            .formatted(ClientOptions.cell(matches.getFirst(), CLUSTER_NAME)));
        }
        return matches.getFirst();
    }

    /** @return {@code live}, {@code silent}, or {@code unknown} while its cluster is away */
    static String state(JsonNode worker) {
        var active = worker.path("active");
        return active.isMissingNode() ? "unknown" : active.asBoolean() ? "live" : "silent";
    }

    private static List<ObjectNode> asked(Api api, JsonNode cluster) {
        try {
            var workers = new ArrayList<ObjectNode>();
            for (var worker : api.get(
                    "/api/clusters/%s/workers".formatted(cluster.path("_id").asText()))) {
                workers.add(in(cluster).setAll((ObjectNode) worker));
            }
            return workers;
        } catch (CommandFailure noAnswer) {
            if (noAnswer.code() != ExitCode.UNREACHABLE) {
                throw noAnswer;
            }
            return remembered(
                    cluster); // it fell silent a moment ago; the workers of other clusters are shown all the same
        }
    }

    private static List<ObjectNode> remembered(JsonNode cluster) {
        var workers = new ArrayList<ObjectNode>();
        cluster.path("workers").forEach(name -> workers.add(in(cluster).put("worker_name", name.asText())));
        return workers;
    }

    private static ObjectNode in(JsonNode cluster) {
        return JsonNodeFactory.instance
                .objectNode()
                .put(CLUSTER_ID, cluster.path("_id").asText())
                .put(CLUSTER_NAME, cluster.path("cluster_name").asText());
    }

    private static boolean isCalled(JsonNode worker, String wanted, String id, String name) {
        return wanted.equals(worker.path(id).asText())
                || wanted.equals(worker.path(name).asText());
    }
}
