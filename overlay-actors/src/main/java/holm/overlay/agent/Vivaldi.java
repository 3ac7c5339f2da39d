package holm.overlay.agent;

import holm.domain.route.Coordinate;

/**
 * How a place in network space follows from measured round trips: Dabek et al., "Vivaldi: A Decentralized Network Coordinate System",
 * SIGCOMM 2004, figure 3 with the height of 5.4. Pure.
 */
final class Vivaldi {
    /** How much of an error is corrected at once; 0.25 in the paper (section 4.2.1). */
    private static final double CORRECTION = 0.25;

    /** How much one sample counts in the estimate of the own error; 0.25 in the paper. */
    private static final double ERROR_WEIGHT = 0.25;

    /** An access link takes some time; below this the paper's height would collapse. Milliseconds. */
    private static final double LEAST_HEIGHT = 0.01;

    private static final double LARGEST_ERROR = 1;

    /** Of two in one place one goes this way, so that they part. Milliseconds. */
    private static final double APART = 0.1;

    private Vivaldi() {}

    /**
     * @param rttMillis measured just now, positive
     * @return where {@code self} is, given that it is this far from {@code other}
     */
    static Coordinate moved(Coordinate self, Coordinate other, double rttMillis) {
        var errors = self.error() + other.error();
        var weight = errors == 0 ? 0 : self.error() / errors;
        var predicted = self.distanceTo(other);
        var sampleError = Math.abs(predicted - rttMillis) / rttMillis;
        var share = ERROR_WEIGHT * weight;
        var error = Math.clamp(sampleError * share + self.error() * (1 - share), 0, LARGEST_ERROR);
        var force = CORRECTION * weight * (rttMillis - predicted);
        var dx = self.x() - other.x();
        var dy = self.y() - other.y();
        if (dx == 0 && dy == 0) {
            dx = APART;
        }
        var height = self.height() + other.height();
        var length = Math.hypot(dx, dy) + height;
        return new Coordinate(
                self.x() + force * dx / length,
                self.y() + force * dy / length,
                Math.max(LEAST_HEIGHT, self.height() + force * height / length),
                error);
    }
}
