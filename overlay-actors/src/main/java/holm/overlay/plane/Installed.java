package holm.overlay.plane;

import holm.domain.ServiceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the kernel has now. For one thread. */
final class Installed {
    final Map<ServiceId, ServiceTable> tables = new HashMap<>();

    /** By address. */
    final Map<String, Place> places = new HashMap<>();

    /** How many chains of its own a service has. */
    final Map<ServiceId, Integer> chains = new HashMap<>();

    /** Addresses that lead nowhere any more but are still held by a flow. */
    final Set<String> lingering = new HashSet<>();

    /** An address of a service and where it leads. */
    record Place(ServiceId service, Placement placement) {}
}
