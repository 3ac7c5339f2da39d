package holm.e2e.bench.overlay;

/** Throughput and delays of service addresses. */
public final class OverlaySpeed {
    private OverlaySpeed() {}

    /** @param rounds of the traffic, twenty or more for medians of four streams that say something */
    public static void run(int rounds) throws Exception {
        Traffic.run(rounds);
        Delays.run();
    }
}
