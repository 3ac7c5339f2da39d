package holm.root.instance;

import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.address.AddressPair;
import holm.domain.message.Usage;
import holm.domain.message.Whereabouts;
import java.util.List;
import java.util.Optional;

/**
 * One instance, as lists and answers show it.
 *
 * @param cluster which cluster it is assigned to; empty while it waits for one
 * @param clusterName empty text while it waits for one
 * @param clusterLocation empty text when unknown
 * @param addresses its own, which survive its moves
 * @param usage newest sample; empty until one came since this root started
 * @param cpuHistory percent of one core, oldest first, at most the last 100 samples since this root started
 * @param memoryHistory bytes, likewise
 * @param lastModifiedMillis when its status last changed, milliseconds since 1970
 */
public record InstanceView(
        int number,
        Fence fence,
        Status status,
        StatusDetail detail,
        Optional<ClusterId> cluster,
        String clusterName,
        String clusterLocation,
        Optional<Whereabouts> whereabouts,
        AddressPair addresses,
        Optional<Usage> usage,
        List<Sample> cpuHistory,
        List<Sample> memoryHistory,
        long lastModifiedMillis) {
    public InstanceView {
        cpuHistory = List.copyOf(cpuHistory);
        memoryHistory = List.copyOf(memoryHistory);
    }
}
