package holm.overlay.network;

import holm.domain.InstanceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/** Who has which namespace address on this worker. Thread-safe. */
final class AddressBook {
    private final Subnet subnet;
    private final boolean v6;
    private final Map<InstanceId, InstanceAddresses> owners = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private int nextV4 = Subnet.FIRST_HOST;
    private int nextV6 = Subnet.FIRST_HOST;

    AddressBook(Subnet subnet, boolean v6) {
        this.subnet = subnet;
        this.v6 = v6;
    }

    synchronized InstanceAddresses take(InstanceId instance) {
        var known = owners.get(instance);
        if (known != null) {
            return known;
        }
        var four = free(subnet::v4, nextV4, Subnet.LAST_V4_HOST);
        var six = v6 ? free(subnet::v6, nextV6, Subnet.LAST_V6_HOST) : Optional.<Integer>empty();
        four.ifPresent(host -> nextV4 = host + 1);
        six.ifPresent(host -> nextV6 = host + 1);
        var addresses = new InstanceAddresses(four.map(subnet::v4), six.map(subnet::v6));
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
    private Optional<Integer> free(IntFunction<String> address, int start, int last) {
        var count = last - Subnet.FIRST_HOST + 1;
        for (var i = 0; i < count; i++) {
            var host = Subnet.FIRST_HOST + (start - Subnet.FIRST_HOST + i) % count;
            if (!taken.contains(address.apply(host))) {
                return Optional.of(host);
            }
        }
        return Optional.empty();
    }
}
