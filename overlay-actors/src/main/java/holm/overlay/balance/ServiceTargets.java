package holm.overlay.balance;

import holm.domain.route.RouteTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where one service's addresses lead from one worker.
 *
 * @param destinations one for each address of the service and of its instances, of both families, in a fixed order
 * @param choices by service address: pass them on to the next compilation, because policies do not follow every wobble
 */
public record ServiceTargets(List<Destination> destinations, Map<String, Choice> choices) {
    /** Before the first compilation. */
    public static final ServiceTargets NONE = new ServiceTargets(List.of(), Map.of());

    public ServiceTargets {
        destinations = List.copyOf(destinations);
        choices = Map.copyOf(choices);
    }

    /**
     * A pure function; the order of the endpoints does not matter.
     *
     * @param before what came out for this service last, {@link #NONE} at first
     * @return the targets now; equal to {@code before} when nothing moved
     * @throws RuntimeException only what the policy of a plug-in throws
     */
    public static ServiceTargets of(
            RouteTable table, Viewpoint from, BalancingPolicies policies, ServiceTargets before) {
        var destinations = new ArrayList<Destination>();
        var choices = new HashMap<String, Choice>();
        for (var family : Family.values()) {
            var endpoints = FamilyEndpoints.of(table.endpoints(), family);
            var candidates = endpoints.seenFrom(from);
            new TreeMap<>(table.addresses())
                    .forEach((word, pair) -> family.of(pair).ifPresent(address -> {
                        var earlier = before.choices.getOrDefault(address, Choice.NONE);
                        var choice = policies.chooserOf(word).choose(candidates, earlier);
                        choices.put(address, choice);
                        destinations.add(endpoints.destination(address, choice));
                    }));
            destinations.addAll(endpoints.instanceDestinations());
        }
        return new ServiceTargets(destinations, choices);
    }
}
