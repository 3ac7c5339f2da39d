package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How often the whereabouts of an instance were decided: compared from left to right, an older fence is never obeyed.
 * Written {@code assignment-placement-run}.
 *
 * @param assignment raised by the root alone, each time it chose a cluster; 0 before the first
 * @param placement raised by the cluster alone, each time it chose a worker; 0 before the first within an assignment
 * @param run raised by the worker alone, at each start; 0 before the first within a placement
 */
public record Fence(long assignment, long placement, long run) implements Comparable<Fence> {
    public static final Fence NONE = new Fence(0, 0, 0);
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\d{1,18})");
    private static final Comparator<Fence> ORDER = Comparator.comparingLong(Fence::assignment)
            .thenComparingLong(Fence::placement)
            .thenComparingLong(Fence::run);

    public Fence {
        if (assignment < 0 || placement < 0 || run < 0) {
            throw new IllegalArgumentException(
                    "a fence has no negative part: %d-%d-%d".formatted(assignment, placement, run));
        }
    }

    /** @throws IllegalArgumentException when {@code text} is not {@code a-p-r} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Fence parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not a fence: " + text));
    }

    /** @return the fence, or empty when {@code text} (from a label or a peer) is not one */
    public static Optional<Fence> tryParse(String text) {
        var parts = SHAPE.matcher(text);
        return parts.matches()
                ? Optional.of(new Fence(
                        Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    /** The root chose a cluster again. */
    public Fence nextAssignment() {
        return new Fence(assignment + 1, 0, 0);
    }

    /** The cluster chose a worker again. */
    public Fence nextPlacement() {
        return new Fence(assignment, placement + 1, 0);
    }

    /** The worker starts it again. */
    public Fence nextRun() {
        return new Fence(assignment, placement, run + 1);
    }

    /** @return whether both were decided by the same choice of a cluster */
    public boolean sameAssignment(Fence other) {
        return assignment == other.assignment;
    }

    /** @return whether both were decided by the same choice of a worker */
    public boolean samePlacement(Fence other) {
        return assignment == other.assignment && placement == other.placement;
    }

    public boolean isOlderThan(Fence other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Fence other) {
        return ORDER.compare(this, other);
    }

    @JsonValue
    @Override
    public String toString() {
        return assignment + "-" + placement + "-" + run;
    }
}
