package holm.overlay.address;

import holm.domain.address.IpAddress;

/**
 * An address that was given back.
 *
 * @param name who had it, and may have it again at once
 * @param turn the smaller, the earlier it was given back
 * @param sinceMillis milliseconds since 1970; {@link #NO_REST} when it needs none
 * @param ordinary see {@link Holding}
 * @param queued whether it waits to be handed out again; if not, the order has yet to come by it, or never does
 */
public record Resting(IpAddress address, String name, long turn, long sinceMillis, boolean ordinary, boolean queued) {
    /** Long ago by any clock. */
    public static final long NO_REST = 0;

    Resting inQueue() {
        return new Resting(address, name, turn, sinceMillis, ordinary, true);
    }
}
