package holm.cluster.worker;

import holm.domain.Fence;
import holm.domain.HostPort;
import holm.domain.InstanceId;
import holm.domain.Resources;
import java.util.Set;

/**
 * What a worker has promised to one instance.
 *
 * @param fence of the placement it was promised for; its run is 0
 */
public record Reservation(InstanceId instance, Fence fence, Resources need, Set<HostPort> ports) {
    public Reservation {
        ports = Set.copyOf(ports);
    }
}
