package holm.persistence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Wakes whoever is due, in portions, at least once: an entry stays until its owner sets or clears it, and rings again after a while
 * if the owner did neither. Confined to one thread: the actor's, or a test's.
 */
public final class WakeupLoop {
    /** Nobody notices a deadline that is a fifth of a second late, and a look into memory costs nothing. */
    private static final Duration TICK = Duration.ofMillis(200);
    /** Longer than an entity backs off after a failed persist (10 s). */
    private static final Duration RING_AGAIN = Duration.ofSeconds(30);
    /** After a long pause everything is due at once; so many recoveries in one tick do not starve live work. */
    private static final int MOST_IN_ONE_TICK = 200;

    /** The actor's only message. */
    public enum Tick {
        /** Look again. */
        NOW
    }

    private final Wakeups wakeups;
    private final Consumer<Wakeup> wake;
    /** Until when an entry that rang is left alone. One that its owner moved is another entry. */
    private final Map<Wakeup, Instant> quietUntil = new HashMap<>();

    /** @param wake tells the owner; called on the loop's thread, must not block, may be called again for the same entry */
    public WakeupLoop(Wakeups wakeups, Consumer<Wakeup> wake) {
        this.wakeups = wakeups;
        this.wake = wake;
    }

    /** An actor that serves {@code wakeups} for ever. */
    public static Behavior<Tick> create(Wakeups wakeups, Clock clock, Consumer<Wakeup> wake) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.NOW, TICK);
            var loop = new WakeupLoop(wakeups, wake);
            return Behaviors.receiveMessage(_ -> {
                loop.serve(clock.instant());
                return Behaviors.same();
            });
        });
    }

    /** Wakes who is due at {@code now}. */
    public void serve(Instant now) {
        quietUntil.values().removeIf(until -> !until.isAfter(now));
        wakeups.due(now, quietUntil.size() + MOST_IN_ONE_TICK).stream()
                .filter(entry -> !quietUntil.containsKey(entry))
                .limit(MOST_IN_ONE_TICK)
                .forEach(entry -> {
                    quietUntil.put(entry, now.plus(RING_AGAIN));
                    wake.accept(entry);
                });
    }
}
