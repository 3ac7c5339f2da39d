package holm.worker.agent;

import holm.domain.InstanceId;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetworks;
import holm.overlay.NetworkFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Networks that a worker made for launches which it did not live to finish. */
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /**
     * Takes networks away that belong to nothing. Only of a sort about which every runtime was asked: what a missing one runs cannot be
     * known.
     *
     * @return what is left, with an owner
     */
    public static List<Attachment> remove(
            List<Attachment> attachments, List<Shelf.Found> found, Shelf shelf, InstanceNetworks networks)
            throws InterruptedException {
        var unknown = shelf.unknownNetworks();
        var owners = found.stream()
                .flatMap(runtime -> runtime.runs().stream())
                .map(run -> run.assignment().instance())
                .collect(Collectors.toSet());
        var left = new ArrayList<Attachment>();
        for (var attachment : attachments) {
            if (owners.contains(attachment.instance())
                    || unknown.stream().anyMatch(need -> need.isMetBy(attachment.network()))) {
                left.add(attachment);
            } else {
                detach(attachment.instance(), networks);
            }
        }
        return List.copyOf(left);
    }

    private static void detach(InstanceId instance, InstanceNetworks networks) throws InterruptedException {
        try {
            networks.detach(instance);
            LOG.info("Removed the network of {}, which was never started", instance);
        } catch (NetworkFailure failure) {
            LOG.warn("The network of {}, which was never started, is left: {}", instance, failure.getMessage());
        }
    }
}
