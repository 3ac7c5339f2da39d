package holm.overlay.distance;

import holm.domain.WorkerId;
import holm.domain.route.Coordinate;

/**
 * Network coordinates by Vivaldi (Dabek, Cox, Kaashoek, Morris: SIGCOMM 2004): each round trip is a spring between two workers,
 * and each worker lets its springs pull it a little. Two dimensions and a height (5.4), the adaptive time-step (Figure 3).
 */
public final class Vivaldi {
    /** How much one round trip moves the error and the place: c_e and c_c of Figure 3, for both of which the paper takes this. */
    private static final double STEP = 0.25;

    /** A worker without any error would never move again, wherever its peers went. */
    private static final double LEAST_ERROR = 0.01;

    /** 10 µs: heights only grow by a factor, so none may be 0. */
    private static final double LEAST_HEIGHT_MILLIS = 0.01;

    /** No probe waits that long, and no place that is farther away can come of honest probes. */
    private static final double FARTHEST_MILLIS = 60_000;

    /** Of the golden angle, so that workers that begin at one place leave it in directions that are all different. */
    private static final double TURN = Math.PI * (3 - Math.sqrt(5));

    /** Where to go, in radians, from somebody who stands at the same place: the paper takes a random direction. */
    private final double wayOut;

    public Vivaldi(WorkerId self) {
        wayOut = (self.hashCode() & 0xffff) * TURN;
    }

    /**
     * @param local where this worker is
     * @param remote where the other one says it is, which may be anything
     * @param roundTripMillis measured between the two
     * @return where this worker is now: {@code local} when the measurement or the remote place cannot be true, and back at the
     *     origin when {@code local} cannot. Always a place that can be true: no NaN, an error of 0 to 1, a height of 0 or more
     */
    public Coordinate update(Coordinate local, Coordinate remote, double roundTripMillis) {
        if (!isCredible(local)) {
            return Coordinate.ORIGIN;
        }
        if (!isCredible(remote) || !isPlausible(roundTripMillis)) {
            return local;
        }
        var trust = doubt(local) / (doubt(local) + doubt(remote));
        var sampleError = Math.abs(local.distanceTo(remote) - roundTripMillis) / roundTripMillis;
        var error = sampleError * STEP * trust + doubt(local) * (1 - STEP * trust);
        var moved = pushed(local, remote, STEP * trust * (roundTripMillis - local.distanceTo(remote)));
        return isCredible(moved)
                ? new Coordinate(moved.x(), moved.y(), moved.height(), Math.clamp(error, LEAST_ERROR, 1))
                : Coordinate.ORIGIN;
    }

    private static double doubt(Coordinate place) {
        return Math.max(place.error(), LEAST_ERROR);
    }

    /** The unit vector from remote to local, in the paper's space with heights, times the force. */
    private Coordinate pushed(Coordinate local, Coordinate remote, double force) {
        var dx = local.x() - remote.x();
        var dy = local.y() - remote.y();
        var flat = Math.hypot(dx, dy);
        var heights = Math.max(local.height(), LEAST_HEIGHT_MILLIS) + Math.max(remote.height(), LEAST_HEIGHT_MILLIS);
        if (flat == 0) {
            dx = Math.cos(wayOut);
            dy = Math.sin(wayOut);
            flat = 1;
        }
        var length = flat + heights;
        return new Coordinate(
                local.x() + force * dx / length,
                local.y() + force * dy / length,
                Math.max(local.height() + force * heights / length, LEAST_HEIGHT_MILLIS),
                local.error());
    }

    /** @return whether a probe can have taken so long */
    static boolean isPlausible(double roundTripMillis) {
        return roundTripMillis > 0 && roundTripMillis <= FARTHEST_MILLIS;
    }

    /** @return whether honest probes can have led there */
    static boolean isCredible(Coordinate place) {
        return Math.abs(place.x()) <= FARTHEST_MILLIS
                && Math.abs(place.y()) <= FARTHEST_MILLIS
                && place.height() >= 0
                && place.height() <= FARTHEST_MILLIS
                && place.error() >= 0
                && place.error() <= 1;
    }
}
