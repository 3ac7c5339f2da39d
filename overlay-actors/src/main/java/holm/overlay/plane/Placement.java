package holm.overlay.plane;

import holm.overlay.balance.Destination;
import holm.overlay.balance.Mode;
import holm.overlay.balance.Target;
import holm.overlay.kernel.Family;
import java.util.ArrayList;
import java.util.List;

/** How one address stands in the kernel's table. */
sealed interface Placement {
    /** Shared chains know services with up to this many shares; more would cost memory for each of thousands of services. */
    int LARGEST_SHARED = 16;

    /** Any constant: the same client meets the same target on every worker and after every change that leaves the targets. */
    int SEED = 0x486f6c6d;

    /** All flows go to one target: an element of a map, no chain. */
    record Direct(String target) implements Placement {}

    /** A chain of its own, with this rule. A counter that two addresses share would starve targets (tried). */
    record Own(String rule) implements Placement {}

    /**
     * A chain that all services with as many slots share, which picks one at random or by the client.
     *
     * @param slots 2–16 targets, one as often as its share
     */
    record Shared(boolean sticky, List<String> slots) implements Placement {}

    /** New flows are refused at once. */
    record Nobody() implements Placement {}

    /** @param ownChain whether there is room for one more chain; more targets than slots have one anyway */
    static Placement of(Destination destination, boolean ownChain) {
        var targets = destination.targets();
        if (targets.isEmpty()) {
            return new Nobody();
        }
        if (targets.size() == 1) {
            return new Direct(targets.getFirst().namespaceAddress());
        }
        return ownChain || targets.size() > LARGEST_SHARED ? own(destination) : shared(destination);
    }

    private static Own own(Destination destination) {
        var family = Family.of(destination.address()).word();
        var targets = destination.targets();
        return new Own(
                switch (destination.mode()) {
                    case ROUND_ROBIN, SINGLE ->
                        "dnat %s to numgen inc mod %d map { %s }".formatted(family, targets.size(), turns(targets));
                    case RANDOM ->
                        "dnat %s to numgen random mod %d map { %s }".formatted(family, total(targets), shares(targets));
                    case STICKY ->
                        "dnat %1$s to jhash %1$s saddr mod %2$d seed %3$d map { %4$s }"
                                .formatted(family, total(targets), SEED, shares(targets));
                });
    }

    private static String turns(List<Target> targets) {
        var turns = new ArrayList<String>();
        for (var target : targets) {
            turns.add(turns.size() + " : " + target.namespaceAddress());
        }
        return String.join(", ", turns);
    }

    private static int total(List<Target> targets) {
        return targets.stream().mapToInt(Target::weight).sum();
    }

    private static String shares(List<Target> targets) {
        var shares = new ArrayList<String>();
        var from = 0;
        for (var target : targets) {
            var to = from + target.weight() - 1;
            shares.add((from == to ? from + "" : from + "-" + to) + " : " + target.namespaceAddress());
            from = to + 1;
        }
        return String.join(", ", shares);
    }

    /** Shares in whole slots: exact when the weights are equal, else each within one slot of its part (a tiny one may get none). */
    private static Shared shared(Destination destination) {
        var targets = destination.targets();
        var equal = destination.mode() == Mode.ROUND_ROBIN
                || targets.stream().mapToInt(Target::weight).distinct().count() == 1;
        var slots = new ArrayList<String>();
        if (equal) {
            targets.forEach(target -> slots.add(target.namespaceAddress()));
        } else {
            fill(slots, targets);
        }
        return new Shared(destination.mode() == Mode.STICKY, List.copyOf(slots));
    }

    /** Slot n belongs to whose part of the whole lies at its middle. */
    private static void fill(List<String> slots, List<Target> targets) {
        var total = total(targets);
        for (var slot = 0; slot < LARGEST_SHARED; slot++) {
            var middle = (2L * slot + 1) * total;
            var upTo = 0L;
            for (var target : targets) {
                upTo += 2L * LARGEST_SHARED * target.weight();
                if (middle < upTo) {
                    slots.add(target.namespaceAddress());
                    break;
                }
            }
        }
    }
}
