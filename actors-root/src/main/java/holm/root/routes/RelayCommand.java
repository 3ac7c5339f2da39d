package holm.root.routes;

import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.message.OverlayRequest;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.RoutedService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What the relay between clusters is told. */
public sealed interface RelayCommand {
    /**
     * A cluster is welcome in a new session; it knows nothing of earlier ones.
     *
     * @param updates carries what the cluster is told
     */
    record Connected(ClusterId cluster, String session, ActorRef<OverlayUpdate> updates) implements RelayCommand {}

    record Disconnected(ClusterId cluster, String session) implements RelayCommand {}

    record Said(ClusterId cluster, String session, OverlayRequest request) implements RelayCommand {}

    /** The row of a service was written or removed. */
    record ServiceChanged(ServiceId service) implements RelayCommand {}

    /** The row of an instance was written or removed. */
    record InstanceChanged(InstanceId instance) implements RelayCommand {}

    /**
     * What is known of an address or a name? Answered when the clusters have said what they have, or after a second.
     *
     * @param replyTo hears nothing about keys that nobody has
     */
    record Show(String key, ActorRef<Optional<Shown>> replyTo) implements RelayCommand {}

    /**
     * @param silent clusters that may have endpoints and have said nothing since this root started
     * @param interested workers by cluster; none where only the cluster is known to be interested
     * @param peers workers with a tunnel, to tell how far they are
     */
    record Shown(
            RoutedService about,
            long version,
            List<Endpoint> endpoints,
            List<ClusterId> silent,
            Map<ClusterId, List<WorkerId>> interested,
            List<Peer> peers) {
        public Shown {
            endpoints = List.copyOf(endpoints);
            silent = List.copyOf(silent);
            interested = Map.copyOf(interested);
            peers = List.copyOf(peers);
        }
    }

    /** From itself: whoever was waited for has had time enough. */
    record Enough(long look) implements RelayCommand {}
}
