package holm.domain.route;

/**
 * A place in network space by Vivaldi (Dabek et al., SIGCOMM 2004, 5.4: two dimensions and a height), all in milliseconds of
 * round trip.
 *
 * @param height the access link's part, 0 or more
 * @param error how wrong this place has been lately, 0 (exact) to 1 (a guess)
 */
public record Coordinate(double x, double y, double height, double error) {
    /** Where everybody begins. */
    public static final Coordinate ORIGIN = new Coordinate(0, 0, 0, 1);

    /** @return the predicted round trip to {@code other} in milliseconds */
    public double distanceTo(Coordinate other) {
        return Math.hypot(x - other.x, y - other.y) + height + other.height;
    }
}
