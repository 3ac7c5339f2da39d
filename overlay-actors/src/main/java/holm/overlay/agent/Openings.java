package holm.overlay.agent;

/**
 * When the data plane is to be opened again: after one tick, two, four and so on, because each attempt starts several programs and
 * writes rules anew. Confined to its agent.
 */
final class Openings {
    /** Ticks; a person who repaired what was in the way waits no longer. */
    private static final long LONGEST_PAUSE = 32;

    private long pause = 1;
    private long next;

    /** @return whether it is tried at this tick; counts as an attempt then */
    boolean isDue(long tick) {
        if (tick < next) {
            return false;
        }
        next = tick + pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        return true;
    }
}
