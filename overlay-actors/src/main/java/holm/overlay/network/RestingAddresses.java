package holm.overlay.network;

import holm.domain.InstanceId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.function.Predicate;

/**
 * The free addresses of one family on a worker. What was given back longest ago goes out first, after a rest, and what was never given
 * out only then, as Oakestra does. For one thread.
 */
final class RestingAddresses {
    /** As long as in the pools of the root (architecture.md 7): until then a table somewhere may lead to whoever had it. */
    static final Duration REST = Duration.ofSeconds(60);

    private record Resting(String address, InstanceId owner, long sinceNanos) {}

    private final SequencedSet<String> fresh;
    private final Queue<Resting> resting = new ArrayDeque<>();

    /** @param all in the order in which they go out */
    RestingAddresses(List<String> all) {
        fresh = new LinkedHashSet<>(all);
    }

    /** @return one that nobody has; its last owner gets what it had, without a rest; empty when all are taken or rest */
    Optional<String> take(InstanceId owner, long nowNanos) {
        return first(back -> back.owner().equals(owner))
                .or(() -> first(back -> nowNanos - back.sinceNanos() >= REST.toNanos()))
                .or(() -> fresh.isEmpty() ? Optional.empty() : Optional.of(fresh.removeFirst()));
    }

    /** @return how long until one that was given back had its rest; empty when none rests */
    Optional<Duration> untilNext(long nowNanos) {
        return Optional.ofNullable(resting.peek()).map(back -> REST.minusNanos(nowNanos - back.sinceNanos()));
    }

    /** Somebody has it already, as an earlier process wrote down. */
    void claim(Collection<String> addresses) {
        fresh.removeAll(addresses);
        resting.removeIf(back -> addresses.contains(back.address()));
    }

    void giveBack(String address, InstanceId owner, long nowNanos) {
        resting.add(new Resting(address, owner, nowNanos));
    }

    private Optional<String> first(Predicate<Resting> which) {
        for (Iterator<Resting> all = resting.iterator(); all.hasNext(); ) {
            var back = all.next();
            if (which.test(back)) {
                all.remove();
                return Optional.of(back.address());
            }
        }
        return Optional.empty();
    }
}
