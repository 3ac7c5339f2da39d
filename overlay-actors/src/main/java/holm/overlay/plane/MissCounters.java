package holm.overlay.plane;

/**
 * What the miss path saw since it was opened, in packets except where it says otherwise.
 *
 * @param held that wait now
 * @param asked how often somebody was asked for an address
 * @param returned that were put back after their address was known
 * @param refused that were answered with "unreachable"
 * @param dropped for want of room or time, or because they were for nobody's service
 * @param malformed that were no IP packets
 */
public record MissCounters(int held, long asked, long returned, long refused, long dropped, long malformed) {
    /** Of a worker without miss path. */
    public static final MissCounters NONE = new MissCounters(0, 0, 0, 0, 0, 0);
}
