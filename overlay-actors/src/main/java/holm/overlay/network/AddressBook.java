package holm.overlay.network;

import holm.domain.InstanceId;
import holm.overlay.NetworkFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Who has which namespace address on this worker. Thread-safe. */
final class AddressBook {
    private final RestingAddresses v4;
    private final RestingAddresses v6;
    private final LongSupplier clock;
    private final int v4Addresses;
    private final Map<InstanceId, InstanceAddresses> owners = new HashMap<>();
    /** What is said about those without an IPv4 address. */
    private final Map<InstanceId, String> shortages = new HashMap<>();

    /**
     * @param hasV6 whether the host has IPv6
     * @param clock nanoseconds that never go back
     */
    AddressBook(NodeAddresses addresses, boolean hasV6, LongSupplier clock) {
        this.v4Addresses = addresses.instancesV4().size();
        this.v4 = new RestingAddresses(addresses.instancesV4());
        this.v6 = new RestingAddresses(hasV6 ? addresses.instancesV6() : List.of());
        this.clock = clock;
    }

    /** @throws NetworkFailure when no address of either family is left: nobody could reach the instance */
    synchronized InstanceAddresses take(InstanceId instance) throws NetworkFailure {
        var known = owners.get(instance);
        if (known != null) {
            return known;
        }
        var now = clock.getAsLong();
        var addresses = new InstanceAddresses(v4.take(instance, now), v6.take(instance, now));
        if (addresses.all().isEmpty()) {
            throw new NetworkFailure(
                    "no address is left on this worker; those that were given back rest for %d s"
                            .formatted(RestingAddresses.REST.toSeconds()),
                    true);
        }
        owners.put(instance, addresses);
        if (addresses.v4().isEmpty()) {
            shortages.put(
                    instance,
                    v4Addresses == 0 ? Ipv4Shortage.NO_SUBNET : Ipv4Shortage.of(v4Addresses, v4.untilNext(now)));
        }
        return addresses;
    }

    /** Writes down what an earlier process gave out. */
    synchronized void claim(InstanceId instance, InstanceAddresses addresses) {
        owners.put(instance, addresses);
        v4.claim(addresses.v4().stream().toList());
        v6.claim(addresses.v6().stream().toList());
        if (addresses.v4().isEmpty()) {
            shortages.put(instance, v4Addresses == 0 ? Ipv4Shortage.NO_SUBNET : Ipv4Shortage.BEFORE);
        }
    }

    synchronized Optional<InstanceAddresses> of(InstanceId instance) {
        return Optional.ofNullable(owners.get(instance));
    }

    /** @return why this instance has no IPv4 address, in a sentence; empty when it has one */
    synchronized Optional<String> shortage(InstanceId instance) {
        return Optional.ofNullable(shortages.get(instance));
    }

    synchronized void giveBack(InstanceId instance) {
        shortages.remove(instance);
        var addresses = owners.remove(instance);
        if (addresses != null) {
            var now = clock.getAsLong();
            addresses.v4().ifPresent(address -> v4.giveBack(address, instance, now));
            addresses.v6().ifPresent(address -> v6.giveBack(address, instance, now));
        }
    }
}
