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

    /** @return those that can be reached in this family, by instance */
    List<Candidate> seenFrom(Viewpoint viewpoint) {
        return endpoints.stream()
                .filter(endpoint -> namespaceAddresses.containsKey(endpoint.instance()))
                .map(viewpoint::see)
                .toList();
    }

    /** With one target all modes are the same, and the kernel's way to a single one is the shortest. */
    Destination destination(String address, Choice choice) {
        var targets = choice.shares().stream().flatMap(this::target).toList();
        return targets.size() > 1
                ? new Destination(address, choice.mode(), targets)
                : new Destination(address, Mode.SINGLE, targets);
    }

    /** @return nothing for an instance that a plug-in made up */
    private Stream<Target> target(Share share) {
        return Stream.ofNullable(namespaceAddresses.get(share.instance()))
                .map(address -> new Target(address, share.weight()));
    }

    /** An instance's own address leads to it alone, or nowhere when it has no namespace address of that family. */
    List<Destination> instanceDestinations() {
        return endpoints.stream()
                .flatMap(endpoint -> family.of(endpoint.instanceAddresses()).stream()
                        .map(address -> new Destination(
                                address,
                                Mode.SINGLE,
                                target(new Share(endpoint.instance(), 1)).toList())))
                .toList();
    }
}
