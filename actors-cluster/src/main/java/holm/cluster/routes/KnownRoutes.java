package holm.cluster.routes;

import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import holm.domain.route.RoutedService;
import holm.wire.link.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pcollections.PMap;

/**
 * A service's routes as this cluster knows them at one version.
 *
 * @param endpoints by instance; a persistent map, so that a version for each of many workers costs nothing
 * @param known clusters whose endpoints are among them
 * @param complete whether no other cluster has any
 */
record KnownRoutes(
        RoutedService about,
        long version,
        PMap<InstanceId, Endpoint> endpoints,
        Set<ClusterId> known,
        boolean complete) {
    /** So many changes take as much room as a frame has; a table is sent as a whole then. */
    private static final int MOST_CHANGES = 200;

    /** @return what a worker that has nothing is sent */
    List<OverlayUpdate> whole() {
        var empty = RouteTable.of(about, version, List.of());
        var pages = Pages.of(
                List.copyOf(RouteTable.of(about, version, endpoints.values()).endpoints()));
        if (pages.isEmpty()) {
            return List.of(new OverlayUpdate.Routes(empty, 1, 1, known, complete));
        }
        var updates = new ArrayList<OverlayUpdate>();
        for (var page : pages) {
            updates.add(new OverlayUpdate.Routes(
                    empty.with(version, page), updates.size() + 1, pages.size(), known, complete));
        }
        return List.copyOf(updates);
    }

    /** @return what a worker is sent that was told {@code before} */
    List<OverlayUpdate> since(KnownRoutes before) {
        if (!about.equals(before.about()) || !known.equals(before.known()) || complete != before.complete()) {
            return whole();
        }
        var present = endpoints.values().stream()
                .filter(endpoint -> !endpoint.equals(before.endpoints().get(endpoint.instance())))
                .toList();
        var gone = before.endpoints().keySet().stream()
                .filter(instance -> !endpoints.containsKey(instance))
                .toList();
        return present.size() + gone.size() > MOST_CHANGES
                ? whole()
                : List.of(new OverlayUpdate.RoutesChanged(about.service(), before.version(), version, present, gone));
    }
}
