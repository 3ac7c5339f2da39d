package holm.overlay.plane;

import holm.domain.ServiceId;
import holm.overlay.balance.Destination;
import holm.overlay.plane.Installed.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One transaction: what to tell the kernel, and what is installed once the kernel took it. Touches only what differs. */
final class Change {
    /** A change takes 11–14 ms with so many chains and grows with the square of them (measured). */
    static final int OWN_CHAINS = 1_000;

    private final Installed installed;
    private final ServiceScript script;
    private final MapDraft<ServiceId, ServiceTable> tables;
    private final MapDraft<String, Place> places;
    private final MapDraft<ServiceId, Integer> chains;
    private final Set<String> placed = new HashSet<>();
    private final Set<String> left = new HashSet<>();
    private final int room;

    /** Services that have chains by this change and had none, less those that have none any more. */
    private int newOwners;

    Change(Installed installed, ServiceScript script) {
        this.installed = installed;
        this.script = script;
        this.tables = new MapDraft<>(installed.tables);
        this.places = new MapDraft<>(installed.places);
        this.chains = new MapDraft<>(installed.chains);
        this.room = OWN_CHAINS - installed.chains.size();
    }

    /** An address of another service moves to this one: the root gave it anew. */
    void install(ServiceTable wanted) {
        var before = tables.get(wanted.service());
        tables.put(wanted.service(), wanted);
        for (var destination : wanted.destinations()) {
            place(wanted.service(), destination);
        }
        leave(wanted.service(), before, addresses(Optional.of(wanted)));
    }

    void remove(ServiceId service) {
        var before = tables.get(service);
        tables.remove(service);
        leave(service, before, Set.of());
    }

    String script() {
        return script.toString();
    }

    /** The addresses that lead nowhere now; they are still known. */
    Set<String> left() {
        return left;
    }

    /** The addresses that lead somewhere, or are refused, by this change. */
    Set<String> placed() {
        return placed;
    }

    /** To be called once the kernel took it. */
    void keep() {
        tables.keep();
        places.keep();
        chains.keep();
        installed.lingering.removeAll(placed);
    }

    private void place(ServiceId service, Destination destination) {
        var address = destination.address();
        var before = places.get(address);
        var placement = Placement.of(destination, mayHaveChain(service, before));
        if (before.isPresent()) {
            script.move(address, before.get().placement(), placement);
        } else {
            if (installed.lingering.contains(address) && placed.add(address)) {
                script.admit(address);
            }
            script.place(address, placement);
        }
        before.ifPresent(place -> count(place, -1));
        var place = new Place(service, placement);
        count(place, 1);
        places.put(address, place);
        placed.add(address);
        left.remove(address);
    }

    private void leave(ServiceId service, Optional<ServiceTable> before, Set<String> kept) {
        for (var address : addresses(before)) {
            var there = places.get(address).filter(place -> place.service().equals(service));
            if (there.isPresent() && !kept.contains(address)) {
                script.displace(address, there.get().placement());
                count(there.get(), -1);
                places.remove(address);
                placed.remove(address);
                left.add(address);
            }
        }
    }

    private boolean mayHaveChain(ServiceId service, Optional<Place> before) {
        return before.filter(place -> place.placement() instanceof Placement.Own)
                        .isPresent()
                || chains.get(service).isPresent()
                || newOwners < room;
    }

    private void count(Place place, int more) {
        if (place.placement() instanceof Placement.Own) {
            var owner = place.service();
            var count = chains.get(owner).orElse(0);
            if (count + more == 0) {
                chains.remove(owner);
                newOwners--;
            } else {
                chains.put(owner, count + more);
                newOwners += count == 0 ? 1 : 0;
            }
        }
    }

    private static Set<String> addresses(Optional<ServiceTable> table) {
        return destinations(table).stream().map(Destination::address).collect(Collectors.toSet());
    }

    private static List<Destination> destinations(Optional<ServiceTable> table) {
        return table.map(ServiceTable::destinations).orElse(List.of());
    }
}
