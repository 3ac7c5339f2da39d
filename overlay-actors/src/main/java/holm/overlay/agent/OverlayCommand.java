package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Question;
import holm.domain.route.RouteTable;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the worker's end of the overlay is told. */
public sealed interface OverlayCommand {
    /** A session with the cluster begins; it knows nothing of earlier ones. */
    record Connected(WorkerId self) implements OverlayCommand {}

    record Disconnected() implements OverlayCommand {}

    record Update(OverlayUpdate update) implements OverlayCommand {}

    /** @param services of which instances are here, or are about to */
    record Hosts(Set<ServiceId> services) implements OverlayCommand {
        public Hosts {
            services = Set.copyOf(services);
        }
    }

    /**
     * Find the table that answers a question.
     *
     * @param answer hears the table once it is installed, or that nobody has one; called by any thread, must not block
     */
    record LookUp(Question question, Consumer<Optional<RouteTable>> answer) implements OverlayCommand {}

    /** From the data plane: a packet to this address is held. */
    record Missed(String address) implements OverlayCommand {}

    /** From the data plane's thread. */
    record Opened(NodeSubnet subnet, Plane.Underlay underlay) implements OverlayCommand {}

    /** From the data plane's thread: this table is in the kernel. */
    record Installed(RouteTable table) implements OverlayCommand {}

    /** From the data plane's thread: it could not be; it has to be tried again. */
    record NotInstalled(ServiceId service) implements OverlayCommand {}

    /** From the data plane's thread. */
    record Used(Set<ServiceId> services) implements OverlayCommand {
        public Used {
            services = Set.copyOf(services);
        }
    }

    /** From the prober: so long a packet took to a worker and back. */
    record Measured(WorkerId worker, double millis) implements OverlayCommand {}

    /** From itself: time went by. */
    record Tick() implements OverlayCommand {}

    /** From itself: find out how far away somebody is. */
    record Probe() implements OverlayCommand {}
}
