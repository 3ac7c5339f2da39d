package holm.overlay.network;

import holm.domain.InstanceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who has which namespace address on this worker. Thread-safe. */
final class AddressBook {
    private final List<String> v4;
    private final List<String> v6;
    private final Map<InstanceId, InstanceAddresses> owners = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private int nextV4;
    private int nextV6;

    /** @param v6 whether the host has IPv6 */
    AddressBook(NodeAddresses addresses, boolean v6) {
        this.v4 = addresses.instancesV4();
        this.v6 = v6 ? addresses.instancesV6() : List.of();
    }

    synchronized InstanceAddresses take(InstanceId instance) {
        var known = owners.get(instance);
        if (known != null) {
            return known;
        }
        var four = free(v4, nextV4);
        var six = free(v6, nextV6);
        four.ifPresent(address -> nextV4 = v4.indexOf(address) + 1);
        six.ifPresent(address -> nextV6 = v6.indexOf(address) + 1);
        var addresses = new InstanceAddresses(four, six);
        claim(instance, addresses);
        return addresses;
    }

    /** Writes down what an earlier process gave out. */
    synchronized void claim(InstanceId instance, InstanceAddresses addresses) {
        owners.put(instance, addresses);
        taken.addAll(addresses.all());
    }

    synchronized Optional<InstanceAddresses> of(InstanceId instance) {
        return Optional.ofNullable(owners.get(instance));
    }

    synchronized void giveBack(InstanceId instance) {
        var addresses = owners.remove(instance);
        if (addresses != null) {
            taken.removeAll(addresses.all());
        }
    }

    /** Goes round, so that an address given back rests as long as possible before somebody else gets it. */
    private Optional<String> free(List<String> all, int start) {
        for (var i = 0; i < all.size(); i++) {
            var address = all.get((start + i) % all.size());
            if (!taken.contains(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }
}
