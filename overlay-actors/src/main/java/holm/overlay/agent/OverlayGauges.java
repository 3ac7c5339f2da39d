package holm.overlay.agent;

import java.time.Duration;

/** What the overlay shows to its operator. Thread-safe. */
public interface OverlayGauges {
    void tables(int count);

    /** A table was replaced in the data plane. */
    void updated();

    /** A packet to an unknown address asked for a table. */
    void missed();

    /** @param known whether somebody had the address */
    void resolved(Duration took, boolean known);

    /** The data plane did not do what it was told. */
    void failed();
}
