package holm.root.routes;

import holm.domain.HexId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.WorkerId;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.route.Peer;
import holm.overlay.balance.BalancingPolicies;
import holm.root.cluster.ClusterView;
import holm.root.cluster.Clusters;
import holm.root.http.Access;
import holm.root.http.Await;
import holm.root.http.Call;
import holm.root.http.Endpoint;
import holm.root.http.Replies;
import holm.root.service.ServiceView;
import holm.root.service.Services;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Where addresses lead, over HTTP. */
public final class RouteRoutes {
    private final ServiceTables tables;
    private final Services services;
    private final Clusters clusters;
    private final BalancingPolicies policies;

    public RouteRoutes(ServiceTables tables, Services services, Clusters clusters, BalancingPolicies policies) {
        this.tables = tables;
        this.services = services;
        this.clusters = clusters;
        this.policies = policies;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/net/routes/{address}", Access.CALLER, this::show));
    }

    private HttpResponse show(Call call) {
        var address = canonical(call.place("address"));
        var shown = Await.on(tables.find(address))
                .filter(found -> isVisible(call, found))
                .orElseThrow(() -> new RefusalException(Refusal.of(
                        Refusal.Kind.UNKNOWN, "unknown-address", "no service or instance has the address " + address)));
        var names = workerNames(shown.peers());
        var from = call.query("from").map(text -> worker(text, shown.peers(), names));
        var json = new RouteJson(
                policies, this::clusterName, worker -> names.getOrDefault(worker.value(), worker.value()));
        return Replies.json(json.document(address, shown, from));
    }

    private boolean isVisible(Call call, RelayCommand.Shown shown) {
        return services.find(shown.about().service())
                .map(ServiceView::owner)
                .filter(call.caller()::mayManage)
                .isPresent();
    }

    private static String canonical(String text) {
        return Ipv4Address.tryParse(text)
                .map(Ipv4Address::toString)
                .or(() -> Ipv6Address.tryParse(text).map(Ipv6Address::toString))
                .orElseThrow(() -> new RefusalException(Refusal.invalid(
                        "address", "'" + text + "' is no address", "write one like 10.30.0.1 or fdff:2000::1")));
    }

    /** Workers with a tunnel, and those that run something without. */
    private Map<String, String> workerNames(List<Peer> peers) {
        var names = new HashMap<String, String>();
        peers.forEach(
                peer -> peer.name().ifPresent(name -> names.put(peer.worker().value(), name)));
        for (var service : services.all()) {
            for (var instance : service.instances()) {
                instance.whereabouts().ifPresent(where -> names.put(where.workerId(), where.workerName()));
            }
        }
        return names;
    }

    private static Peer worker(String text, List<Peer> peers, Map<String, String> names) {
        Optional<WorkerId> id = HexId.isValid(text)
                ? Optional.of(new WorkerId(text))
                : names.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(text))
                        .map(entry -> new WorkerId(entry.getKey()))
                        .findFirst();
        return id.flatMap(wanted -> peers.stream()
                        .filter(peer -> peer.worker().equals(wanted))
                        .findFirst())
                .orElseThrow(() -> new RefusalException(new Refusal(
                        Refusal.Kind.UNKNOWN,
                        "unknown-worker",
                        "no worker '" + text + "' has said where it is",
                        "from",
                        "write the name or the id of a worker that is connected")));
    }

    private String clusterName(holm.domain.ClusterId id) {
        return clusters.all().stream()
                .filter(cluster -> cluster.id().equals(id))
                .map(ClusterView::candidate)
                .map(candidate -> candidate.name())
                .findFirst()
                .orElse(id.value());
    }
}
