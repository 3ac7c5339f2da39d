package holm.cluster.root;

import holm.cluster.routes.RootOverlay;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.link.LinkEvent;

/** What the link to the root is told. */
public sealed interface RootCommand {
    record FromLink(LinkEvent<Downward, Upward> event) implements RootCommand {}

    /** Tell the root, if it is connected; if not, the reconcile will. */
    record Say(Upward message) implements RootCommand {}

    /** Once, at the start: who takes what the root says about the overlay. */
    record Serve(RootOverlay overlay) implements RootCommand {}

    /** From itself: the membership is on the disk. */
    record Remembered(Membership membership) implements RootCommand {}

    /** From itself: the membership could not be kept. */
    record Forgotten(String reason) implements RootCommand {}

    /** From itself: time to look at the capacity. */
    record Tick() implements RootCommand {}
}
