package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import holm.overlay.balance.BalancingPolicies;
import holm.overlay.balance.ServiceTargets;
import holm.overlay.balance.Viewpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is in the data plane, and what a table makes of it. Confined to the data plane's thread. */
final class Compilation {
    private record Held(RouteTable table, ServiceTargets targets, Optional<Set<AddressPair>> clients) {}

    /** What is to be installed, and what to compare the next one with once it is. */
    record Compiled(Plane.Installation installation, ServiceTargets targets) {}

    private final BalancingPolicies policies;
    private final Map<ServiceId, Held> held = new HashMap<>();

    Compilation(BalancingPolicies policies) {
        this.policies = policies;
    }

    /** @return what to install; empty when this leads where the one before led */
    Optional<Compiled> of(RouteTable table, Viewpoint from, Optional<Set<AddressPair>> clients) {
        var before = held.get(table.service());
        var targets = ServiceTargets.of(table, from, policies, before == null ? ServiceTargets.NONE : before.targets());
        if (before != null
                && before.targets().destinations().equals(targets.destinations())
                && before.table().about().equals(table.about())
                && before.clients().equals(clients)) {
            held.put(table.service(), new Held(table, targets, clients));
            return Optional.empty();
        }
        var gone = before == null ? List.<Endpoint>of() : gone(before.table(), table);
        return Optional.of(new Compiled(new Plane.Installation(table, targets.destinations(), gone, clients), targets));
    }

    /** It is in the data plane; only then the next one is compared with it. */
    void installed(Compiled compiled) {
        var installation = compiled.installation();
        var table = installation.table();
        held.put(table.service(), new Held(table, compiled.targets(), installation.clients()));
    }

    void removed(ServiceId service) {
        held.remove(service);
    }

    private static List<Endpoint> gone(RouteTable before, RouteTable now) {
        var present = now.endpoints().stream().map(Endpoint::namespaceAddresses).collect(Collectors.toSet());
        return before.endpoints().stream()
                .filter(endpoint -> !present.contains(endpoint.namespaceAddresses()))
                .toList();
    }
}
