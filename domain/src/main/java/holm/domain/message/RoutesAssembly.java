package holm.domain.message;

import holm.domain.ServiceId;
import holm.domain.route.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the parts of tables together. Parts come in their order; whatever does not follow is forgotten, and said again when somebody
 * asks. Confined to one thread.
 */
public final class RoutesAssembly {
    /** A service with more than 100,000 back ends is a mistake or an attack. */
    private static final int MOST_ENDPOINTS = 100_000;

    private record Begun(long version, int next, int parts, List<Endpoint> endpoints) {}

    private final Map<ServiceId, Begun> begun = new HashMap<>();

    /** @return the whole table once its last part is here, as one part */
    public Optional<OverlayUpdate.Routes> add(OverlayUpdate.Routes routes) {
        var service = routes.table().service();
        if (routes.part() == 1 && routes.parts() == 1) {
            begun.remove(service);
            return Optional.of(routes);
        }
        var before = begun.remove(service);
        var isFirst = routes.part() == 1;
        if (!isFirst && (before == null || !follows(before, routes))) {
            return Optional.empty();
        }
        var endpoints = new ArrayList<Endpoint>();
        if (!isFirst && before != null) {
            endpoints.addAll(before.endpoints());
        }
        endpoints.addAll(routes.table().endpoints());
        if (endpoints.size() > MOST_ENDPOINTS) {
            return Optional.empty();
        }
        if (routes.part() == routes.parts()) {
            var table = routes.table().with(routes.table().version(), endpoints);
            return Optional.of(new OverlayUpdate.Routes(table, 1, 1, routes.known(), routes.complete()));
        }
        begun.put(service, new Begun(routes.table().version(), routes.part() + 1, routes.parts(), endpoints));
        return Optional.empty();
    }

    private static boolean follows(Begun before, OverlayUpdate.Routes routes) {
        return before.version() == routes.table().version()
                && before.next() == routes.part()
                && before.parts() == routes.parts();
    }
}
