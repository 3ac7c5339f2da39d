package holm.overlay.plane;

/** How an endpoint goes. */
public enum Ending {
    /** It takes no new flows and finishes what it has: TCP connections stay, everything else moves at once. */
    DRAINING,
    /** It answers nobody any more: all its flows end at once. */
    DEAD
}
