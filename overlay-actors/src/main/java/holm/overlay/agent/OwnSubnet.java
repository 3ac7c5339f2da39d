package holm.overlay.agent;

import holm.domain.address.NodeSubnet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which subnet this worker has, and whether the data plane is open with it. A data plane that still has another one goes on with what
 * runs there. Confined to its agent.
 */
final class OwnSubnet {
    private static final Logger LOG = LoggerFactory.getLogger(OwnSubnet.class);

    private final Openings openings = new Openings();
    private Optional<NodeSubnet> given;
    private Optional<NodeSubnet> open = Optional.empty();

    /** @param remembered from an earlier process */
    OwnSubnet(Optional<NodeSubnet> remembered) {
        given = remembered;
    }

    /** @return empty before the first time */
    Optional<NodeSubnet> given() {
        return given;
    }

    /** The cluster says which it is. What it had before may be another worker's: nothing new is to be reached under that. */
    void given(NodeSubnet now) {
        given.filter(before -> !before.equals(now)).ifPresent(before -> {
            LOG.warn(
                    "The subnet of this worker is {} now, not {}: new instances wait until those that have addresses of the"
                            + " old one are gone",
                    now,
                    before);
            // Back to the one that is open: the data plane may have begun to leave it.
            open = open.filter(with -> !with.equals(now));
        });
        given = Optional.of(now);
    }

    /** @return whether the data plane is open, with whatever subnet */
    boolean isOpen() {
        return open.isPresent();
    }

    /** @return whether that is news, and what is wanted */
    boolean opened(NodeSubnet with) {
        if (open.equals(given) || !given.equals(Optional.of(with))) {
            return false;
        }
        open = given;
        return true;
    }

    /** @return with which one the data plane has to be opened; empty when it is, or when none is known */
    Optional<NodeSubnet> toOpen() {
        return given.filter(_ -> !open.equals(given));
    }

    /** @return the same, when it is time to try again */
    Optional<NodeSubnet> toOpenAt(long tick) {
        return toOpen().filter(_ -> openings.isDue(tick));
    }
}
