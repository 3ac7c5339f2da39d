package holm.worker.agent;

import holm.domain.InstanceId;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetwork;
import holm.overlay.Link;
import holm.overlay.NetworkFailure;
import holm.runtimes.NetworkNeed;
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
            List<Attachment> attachments, List<Shelf.Found> found, Shelf shelf, InstanceNetwork network)
            throws InterruptedException {
        var unknown = shelf.unknownNetworks();
        var owners = found.stream()
                .flatMap(runtime -> runtime.runs().stream())
                .map(run -> run.assignment().instance())
                .collect(Collectors.toSet());
        var left = new ArrayList<Attachment>();
        for (var attachment : attachments) {
            if (owners.contains(attachment.instance()) || unknown.stream().anyMatch(need -> isFor(need, attachment))) {
                left.add(attachment);
            } else {
                detach(attachment.instance(), network);
            }
        }
        return List.copyOf(left);
    }

    private static boolean isFor(NetworkNeed need, Attachment attachment) {
        return switch (attachment.link()) {
            case Link.None() -> true;
            case Link.Namespace _ -> need instanceof NetworkNeed.Namespace;
            case Link.Tap _ -> need instanceof NetworkNeed.Tap;
        };
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
