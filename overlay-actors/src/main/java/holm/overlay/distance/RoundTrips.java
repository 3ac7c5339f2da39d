package holm.overlay.distance;

import holm.domain.WorkerId;
import holm.domain.route.Coordinate;
import holm.domain.route.Peer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What one worker knows of its round trips: measured to the peers it probed lately, predicted to the others. Immutable.
 *
 * @param here the worker's own place, which it tells its peers and may begin with after a restart
 * @param measured by peer; old ones are left out of account
 */
public record RoundTrips(Vivaldi vivaldi, Coordinate here, Map<WorkerId, Measured> measured) {
    /** With a few probes a minute, each peer that is spoken to has several in this time; then the way may be another one. */
    public static final Duration KEPT = Duration.ofMinutes(5);

    public RoundTrips {
        measured = Map.copyOf(measured);
    }

    /** @param place where the worker was before it restarted, or {@link Coordinate#ORIGIN} */
    public static RoundTrips startingAt(WorkerId self, Coordinate place) {
        return new RoundTrips(new Vivaldi(self), place, Map.of());
    }

    /**
     * @param millis what one probe of the peer took; ignored when none can take so long
     * @param now not before that of earlier probes
     */
    public RoundTrips probed(Peer peer, double millis, Instant now) {
        if (!Vivaldi.isPlausible(millis)) {
            return this;
        }
        var kept = new HashMap<>(measured);
        kept.values().removeIf(old -> isOver(old, now));
        var earlier = kept.get(peer.worker());
        var latest = earlier == null ? Measured.first(millis, now) : earlier.and(millis, now);
        kept.put(peer.worker(), latest);
        return new RoundTrips(vivaldi, vivaldi.update(here, peer.coordinate(), latest.millis()), kept);
    }

    /** Forgets a peer that is gone. */
    public RoundTrips without(WorkerId gone) {
        var kept = new HashMap<>(measured);
        kept.remove(gone);
        return new RoundTrips(vivaldi, here, kept);
    }

    /** @return milliseconds, above 0; infinite when it was not measured and one of both places is a mere guess */
    public double to(Peer peer, Instant now) {
        var known = measured.get(peer.worker());
        if (known != null && !isOver(known, now)) {
            return known.millis();
        }
        return isKnown(here) && isKnown(peer.coordinate())
                ? here.distanceTo(peer.coordinate())
                : Double.POSITIVE_INFINITY;
    }

    private static boolean isOver(Measured old, Instant now) {
        return old.at().plus(KEPT).isBefore(now);
    }

    private static boolean isKnown(Coordinate place) {
        return Vivaldi.isCredible(place) && place.error() < Coordinate.ORIGIN.error();
    }
}
