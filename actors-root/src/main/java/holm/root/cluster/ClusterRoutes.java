package holm.root.cluster;

import holm.root.http.Access;
import holm.root.http.Call;
import holm.root.http.Endpoint;
import holm.root.http.Replies;
import java.util.List;
import java.util.function.Predicate;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Clusters over HTTP, also under the address of Oakestra's resource abstractor. Oakestra asks for no token here; Holm does. */
public final class ClusterRoutes {
    private final Clusters clusters;

    public ClusterRoutes(Clusters clusters) {
        this.clusters = clusters;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/clusters", Access.CALLER, _ -> documents(_ -> true)),
                Endpoint.get("/api/clusters/active", Access.CALLER, _ -> documents(ClusterView::active)),
                Endpoint.get("/api/v1/resources", Access.CALLER, this::resources),
                Endpoint.get("/api/v1/resources/{resource}", Access.CALLER, this::resource));
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
