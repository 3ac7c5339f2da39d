package holm.overlay.balance;

/** How the kernel chooses among the targets of one address for each new flow; a flow that exists keeps its target. */
public enum Mode {
    /** One after the other, in a turn that no other address shares. */
    ROUND_ROBIN,
    /** At random, each by its weight. */
    RANDOM,
    /** By a hash of the client's address, so that one client always meets the same target while the targets stay. */
    STICKY,
    /** The only one. */
    SINGLE
}
