package holm.root.cluster;

import holm.domain.Candidate;
import holm.domain.ClusterId;
import holm.domain.HexId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.WorkerId;
import holm.root.http.Access;
import holm.root.http.Await;
import holm.root.http.Call;
import holm.root.http.Endpoint;
import holm.root.http.Replies;
import java.util.List;
import java.util.function.Predicate;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Clusters and their workers over HTTP, clusters also under the address of Oakestra's resource abstractor. Oakestra asks for no token
 * here; Holm does.
 */
public final class ClusterRoutes {
    private final Clusters clusters;
    private final Workers workers;

    public ClusterRoutes(Clusters clusters, Workers workers) {
        this.clusters = clusters;
        this.workers = workers;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/clusters", Access.CALLER, _ -> documents(_ -> true)),
                Endpoint.get("/api/clusters/active", Access.CALLER, _ -> documents(ClusterView::active)),
                Endpoint.get("/api/clusters/{cluster}/workers", Access.CALLER, this::workers),
                Endpoint.delete("/api/clusters/{cluster}/workers/{worker}", Access.ADMIN, this::removeWorker),
                Endpoint.get("/api/v1/resources", Access.CALLER, this::resources),
                Endpoint.get("/api/v1/resources/{resource}", Access.CALLER, this::resource));
    }

    private HttpResponse workers(Call call) {
        return Replies.json(Await.on(workers.of(cluster(call))).stream()
                .map(WorkerJson::document)
                .toList());
    }

    private HttpResponse removeWorker(Call call) {
        var cluster = cluster(call);
        var worker = call.place("worker");
        if (!HexId.isValid(worker)) {
            throw new RefusalException(
                    Refusal.of(Refusal.Kind.UNKNOWN, "unknown-worker", "this cluster has no worker " + worker));
        }
        Await.on(workers.remove(cluster, new WorkerId(worker)));
        return Replies.message("Worker removed");
    }

    private ClusterId cluster(Call call) {
        var id = call.place("cluster");
        return clusters.candidates().stream()
                .map(Candidate::id)
                .filter(id::equals)
                .findFirst()
                .map(ClusterId::new)
                .orElseThrow(() -> new RefusalException(
                        Refusal.of(Refusal.Kind.UNKNOWN, "unknown-cluster", "there is no cluster " + id)));
    }

    private HttpResponse resources(Call call) {
        var active = call.queryFlag("active");
        var name = call.query("candidate_name").or(() -> call.query("cluster_name"));
        var address = call.query("ip");
        return documents(cluster -> active.map(wanted -> cluster.active() == wanted)
                        .orElse(true)
                && name.map(wanted -> cluster.candidate().name().equals(wanted)).orElse(true)
                && address.map(wanted -> ClusterJson.address(cluster).equals(wanted))
                        .orElse(true));
    }

    private HttpResponse resource(Call call) {
        var id = call.place("resource");
        return clusters.all().stream()
                .filter(cluster -> cluster.id().value().equals(id))
                .findFirst()
                .map(cluster -> Replies.json(ClusterJson.document(cluster)))
                .orElseThrow(() -> ClusterJson.unknown(id));
    }

    private HttpResponse documents(Predicate<ClusterView> wanted) {
        return Replies.json(clusters.all().stream()
                .filter(wanted)
                .map(ClusterJson::document)
                .toList());
    }
}
