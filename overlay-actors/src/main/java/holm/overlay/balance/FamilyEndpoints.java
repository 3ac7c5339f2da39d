package holm.overlay.balance;

import holm.domain.InstanceId;
import holm.domain.route.Endpoint;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The endpoints of one service in the eyes of one address family.
 *
 * @param endpoints all, by instance
 * @param namespaceAddresses of those that have one of this family
 */
record FamilyEndpoints(Family family, List<Endpoint> endpoints, Map<InstanceId, String> namespaceAddresses) {
    static FamilyEndpoints of(List<Endpoint> endpoints, Family family) {
        var addresses = new HashMap<InstanceId, String>();
        for (var endpoint : endpoints) {
            family.of(endpoint.namespaceAddresses()).ifPresent(address -> addresses.put(endpoint.instance(), address));
        }
        var sorted = endpoints.stream()
                .sorted(Comparator.comparing(Endpoint::instance))
                .toList();
        return new FamilyEndpoints(family, sorted, Map.copyOf(addresses));
    }

    /** @return those that can be reached in this family and are not being drained, by instance */
    List<Candidate> seenFrom(Viewpoint viewpoint) {
        return endpoints.stream()
                .filter(endpoint -> namespaceAddresses.containsKey(endpoint.instance()) && endpoint.weight() > 0)
                .map(viewpoint::see)
                .toList();
    }

    /**
     * With one target all modes are the same, and the kernel's way to a single one is the shortest. An instance that a plug-in made
     * up is left out.
     */
    Destination destination(String address, Choice choice) {
        var known = choice.shares().stream()
                .filter(share -> namespaceAddresses.containsKey(share.instance()))
                .count();
        var mode = known > 1 ? choice.mode() : Mode.SINGLE;
        var targets = choice.shares().stream()
                .flatMap(share -> Stream.ofNullable(namespaceAddresses.get(share.instance()))
                        .map(target -> new Target(target, mode == Mode.RANDOM ? share.weight() : 1)))
                .toList();
        return new Destination(address, mode, targets);
    }

    /** An instance's own address leads to it alone, or nowhere when it has no namespace address of that family. */
    List<Destination> instanceDestinations() {
        return endpoints.stream()
                .flatMap(endpoint -> family.of(endpoint.instanceAddresses()).stream()
                        .map(address -> destination(address, alone(endpoint))))
                .toList();
    }

    private static Choice alone(Endpoint endpoint) {
        return new Choice(Mode.SINGLE, List.of(new Share(endpoint.instance(), 1)));
    }
}
