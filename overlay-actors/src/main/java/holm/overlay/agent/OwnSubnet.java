package holm.overlay.agent;

import holm.domain.WorkerId;
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
    private Optional<WorkerId> self;
    private Optional<NodeSubnet> given;
    /** Under which id. Only one that was removed gets another id, and then its subnet may be somebody else's already. */
    private Optional<WorkerId> holder;

    private Optional<NodeSubnet> open = Optional.empty();
    private boolean isConfirmed;

    /**
     * @param remembered from an earlier process; one without an id is held to be this worker's
     * @param self empty before its first welcome
     */
    OwnSubnet(Optional<OverlayMemory.Subnet> remembered, Optional<WorkerId> self) {
        this.self = self;
        given = remembered.map(OverlayMemory.Subnet::subnet);
        holder = remembered.flatMap(OverlayMemory.Subnet::worker).or(() -> self);
    }

    /** @return what the cluster calls this worker; empty before its first welcome */
    Optional<WorkerId> self() {
        return self;
    }

    /** @return empty before the first time */
    Optional<NodeSubnet> given() {
        return given;
    }

    /** A session begins, in which nobody has said yet which subnet this worker has. */
    void connected(WorkerId who) {
        var wasDoubted = isDoubted();
        self = Optional.of(who);
        holder = holder.or(() -> self);
        isConfirmed = false;
        if (isDoubted()) {
            LOG.warn(
                    "This worker is {} now and had its subnet as {}: new instances wait until its cluster says which it has",
                    who,
                    holder.orElse(who));
        } else if (wasDoubted) {
            open = Optional.empty();
        }
    }

    /** The cluster says which it is. What it had before may be another worker's: nothing new is to be reached under that. */
    void given(NodeSubnet now) {
        var before = given.filter(other -> !other.equals(now));
        before.ifPresent(other -> LOG.warn(
                "The subnet of this worker is {} now, not {}: new instances wait until those that have addresses of the"
                        + " old one are gone",
                now,
                other));
        if (before.isPresent() || isDoubted()) {
            // Back to the one that is open: the data plane may have begun to leave it, and lets nobody new in.
            open = open.filter(with -> !with.equals(now));
        }
        given = Optional.of(now);
        holder = self;
        isConfirmed = true;
    }

    /** @return whether the cluster has said in this session which it is: a question may be lost on its way to the root */
    boolean isConfirmed() {
        return isConfirmed;
    }

    /**
     * @return whether this is the subnet of an id that this worker has no more: nobody new gets addresses of it. With the same id what is
     *     remembered is good while the root is away.
     */
    boolean isDoubted() {
        return given.isPresent() && holder.isPresent() && !holder.equals(self);
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

    /** @return with which one the data plane has to be opened, and as whose; empty when it is, or when none is known for certain */
    Optional<OverlayMemory.Subnet> toOpen() {
        return given.filter(_ -> self.isPresent() && !isDoubted() && !open.equals(given))
                .map(subnet -> new OverlayMemory.Subnet(subnet, self));
    }

    /** @return the same, when it is time to try again */
    Optional<OverlayMemory.Subnet> toOpenAt(long tick) {
        return toOpen().filter(_ -> openings.isDue(tick));
    }
}
