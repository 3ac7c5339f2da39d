package holm.worker.agent;

import holm.domain.InstanceId;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetwork;
import holm.overlay.NetworkFailure;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Networks that a worker made for launches which it did not live to finish. */
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /**
     * Takes networks away that belong to nothing. Only when every runtime was asked: what a missing one runs cannot be known.
     *
     * @return what is left, with an owner
     */
    public static List<Attachment> remove(
            List<Attachment> attachments, List<Shelf.Found> found, Shelf shelf, InstanceNetwork network)
            throws InterruptedException {
        if (!shelf.missing().isEmpty()) {
            return attachments;
        }
        var owners = found.stream()
                .flatMap(runtime -> runtime.runs().stream())
                .map(run -> run.assignment().instance())
                .collect(Collectors.toSet());
        for (var attachment : attachments) {
            if (!owners.contains(attachment.instance())) {
                detach(attachment.instance(), network);
            }
        }
        return attachments.stream()
                .filter(attachment -> owners.contains(attachment.instance()))
                .toList();
    }

    private static void detach(InstanceId instance, InstanceNetwork network) throws InterruptedException {
        try {
            network.detach(instance);
            LOG.info("Removed the network of {}, which was never started", instance);
        } catch (NetworkFailure failure) {
            LOG.warn("The network of {}, which was never started, is left: {}", instance, failure.getMessage());
        }
    }
}
