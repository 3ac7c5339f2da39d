package holm.root.routes;

import holm.domain.ClusterId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.RouteTable;
import holm.overlay.balance.BalancingPolicies;
import holm.overlay.balance.Destination;
import holm.overlay.balance.ServiceTargets;
import holm.overlay.balance.Viewpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where an address leads, as JSON.
 *
 * @param policies by which workers choose
 * @param clusterName by id
 * @param workerName by id; the id itself when the name is unknown
 */
record RouteJson(
        BalancingPolicies policies,
        java.util.function.Function<ClusterId, String> clusterName,
        java.util.function.Function<WorkerId, String> workerName) {
    /** Whoever is nowhere in particular. */
    private static final WorkerId NO_WORKER = new WorkerId("000000000000000000000000");

    private static final ClusterId NO_CLUSTER = new ClusterId("000000000000000000000000");

    /** Before its first measurement a worker does not know where it is. */
    private static final double UNKNOWN_PLACE = 1;

    /** @param from whose clients; empty for those of no worker in particular */
    Map<String, @Nullable Object> document(String address, RelayCommand.Shown shown, Optional<Peer> from) {
        var about = shown.about();
        var table = RouteTable.of(about, shown.version(), shown.endpoints()).weighed();
        var view = view(shown.peers(), from);
        var destination = ServiceTargets.of(table, view, policies, ServiceTargets.NONE).destinations().stream()
                .filter(one -> one.address().equals(address))
                .findFirst();
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("address", address);
        document.put("policy", policy(about.addresses(), address));
        document.put("service_id", about.service().value());
        document.put("job_name", about.name().toString());
        document.put("application_id", about.application().value());
        document.put("isolated", about.isolated());
        document.put("version", table.version());
        document.put("from", from.map(peer -> peer.worker().value()).orElse(null));
        document.put(
                "mode",
                destination
                        .map(Destination::mode)
                        .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                        .orElse(null));
        document.put("targets", targets(destination, table.endpoints()));
        document.put(
                "endpoints",
                table.endpoints().stream()
                        .map(endpoint -> endpoint(endpoint, view, from))
                        .toList());
        document.put("interested", interested(shown.interested()));
        document.put(
                "silent_clusters", shown.silent().stream().map(this::cluster).toList());
        return document;
    }

    private List<Map<String, @Nullable Object>> targets(Optional<Destination> destination, List<Endpoint> endpoints) {
        return destination.map(Destination::targets).orElse(List.of()).stream()
                .map(target -> {
                    var document = new LinkedHashMap<String, @Nullable Object>();
                    document.put("namespace_ip", target.namespaceAddress());
                    document.put("weight", target.weight());
                    document.put(
                            "instance_number",
                            endpoints.stream()
                                    .filter(endpoint -> endpoint.namespaceAddresses()
                                            .texts()
                                            .contains(target.namespaceAddress()))
                                    .map(endpoint -> endpoint.instance().number())
                                    .findFirst()
                                    .orElse(null));
                    return (Map<String, @Nullable Object>) document;
                })
                .toList();
    }

    private Map<String, @Nullable Object> endpoint(Endpoint endpoint, Viewpoint view, Optional<Peer> from) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("instance_number", endpoint.instance().number());
        document.put("fence", endpoint.fence().toString());
        document.put("cluster", cluster(endpoint.cluster()));
        document.put("worker_id", endpoint.worker().value());
        document.put("worker_name", workerName.apply(endpoint.worker()));
        document.put("namespace_ip", text(endpoint.namespaceAddresses().v4()));
        document.put("namespace_ip_v6", text(endpoint.namespaceAddresses().v6()));
        document.put("weight", endpoint.weight());
        document.put("cpu_percent", endpoint.cpuPercent());
        var millis = view.roundTripMillis().applyAsDouble(endpoint.worker());
        document.put("round_trip_ms", from.isPresent() && Double.isFinite(millis) ? (Double) millis : null);
        return document;
    }

    private List<Map<String, Object>> interested(Map<ClusterId, List<WorkerId>> workers) {
        return new TreeMap<>(workers)
                .entrySet().stream()
                        .map(entry -> Map.<String, Object>of(
                                "cluster", cluster(entry.getKey()),
                                "workers",
                                        entry.getValue().stream()
                                                .map(workerName)
                                                .sorted()
                                                .toList()))
                        .toList();
    }

    private String cluster(ClusterId id) {
        return clusterName.apply(id);
    }

    /** Predicted, because the root measures nothing: a worker itself may know better. */
    private static Viewpoint view(List<Peer> peers, Optional<Peer> from) {
        return new Viewpoint(
                from.map(Peer::worker).orElse(NO_WORKER),
                from.map(Peer::cluster).orElse(NO_CLUSTER),
                worker -> from.filter(here -> !here.worker().equals(worker))
                        .flatMap(here -> peers.stream()
                                .filter(peer -> peer.worker().equals(worker))
                                .filter(peer -> here.coordinate().error() < UNKNOWN_PLACE
                                        && peer.coordinate().error() < UNKNOWN_PLACE)
                                .map(peer -> here.coordinate().distanceTo(peer.coordinate()))
                                .findFirst())
                        .orElse(
                                from.filter(here -> here.worker().equals(worker))
                                                .isPresent()
                                        ? 0
                                        : Double.POSITIVE_INFINITY));
    }

    /** @return its word; null for the address of an instance */
    private static @Nullable String policy(Map<String, AddressPair> addresses, String address) {
        return addresses.entrySet().stream()
                .filter(entry -> entry.getValue().texts().contains(address))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String text(Optional<?> address) {
        return address.map(Object::toString).orElse(null);
    }
}
