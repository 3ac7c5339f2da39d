package holm.persistence;

import holm.persistence.JournalPurge.Gone;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Removes the journals of those who are gone for long, in the background: a few in each transaction, and then it rests, so that live
 * work always has most of the database.
 */
public final class PurgeLoop {
    /** Looking walks the journal's index: some hundred milliseconds for a million events. */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(15);

    private static final Duration LEAST_BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** A transaction of some milliseconds: nobody notices that it waits behind it. */
    private static final int AT_ONCE = 50;

    /** Found by one look; the rest is found by the next. Bounds the memory. */
    private static final int MOST = 10_000;

    /** After work it rests so many times as long: at most a fifth of the database's time is spent on it. */
    private static final int REST = 4;

    private static final Duration SHORTEST_REST = Duration.ofMillis(50);

    /** What drives it. */
    private sealed interface Command {
        record Look() implements Command {}

        record Found(List<Gone> gone) implements Command {}

        record Purge(List<Gone> gone) implements Command {}

        record Purged(List<Gone> rest, long tookNanos) implements Command {}

        record Failed(String why) implements Command {}
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Store store;
    private final Map<String, Remains> lastWords;
    private final Duration keep;
    private final Clock clock;

    private PurgeLoop(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Store store,
            Map<String, Remains> lastWords,
            Duration keep,
            Clock clock) {
        this.context = context;
        this.timers = timers;
        this.store = store;
        this.lastWords = lastWords;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * An actor that works for ever.
     *
     * @param lastWords names of events with which an entity is done, and what stays of those who said them; whoever says something after
     *     that keeps everything, until it says such a word again
     * @param keep how long after its last word everything of an entity is kept
     */
    public static Behavior<?> create(Store store, Map<String, Remains> lastWords, Duration keep, Clock clock) {
        return Behaviors.<Command>setup(context -> Behaviors.withTimers(timers -> {
            var loop = new PurgeLoop(context, timers, store, Map.copyOf(lastWords), keep, clock);
            loop.lookLater();
            return Behaviors.receiveMessage(command -> {
                loop.on(command);
                return Behaviors.same();
            });
        }));
    }

    private void on(Command command) {
        switch (command) {
            case Command.Look _ -> look();
            case Command.Found(var gone) -> {
                if (gone.isEmpty()) {
                    lookLater();
                } else {
                    context.getLog().info("Removing the journals of {} that are gone since {}", gone.size(), keep);
                    purge(gone);
                }
            }
            case Command.Purge(var gone) -> purge(gone);
            case Command.Purged(var rest, var tookNanos) -> {
                if (rest.isEmpty()) {
                    lookLater();
                } else {
                    timers.startSingleTimer(new Command.Purge(rest), pause(tookNanos));
                }
            }
            case Command.Failed(var why) -> {
                context.getLog().warn("Journals of those who are gone cannot be removed now: {}", why);
                lookLater();
            }
        }
    }

    private void look() {
        var before = clock.instant().minus(keep).toEpochMilli();
        context.pipeToSelf(
                store.database().async(connection -> JournalPurge.gone(connection, lastWords, before, MOST)),
                (gone, failure) -> gone == null ? failed(failure) : new Command.Found(gone));
    }

    private void purge(List<Gone> gone) {
        var began = System.nanoTime();
        var now = gone.subList(0, Math.min(AT_ONCE, gone.size()));
        var rest = gone.subList(now.size(), gone.size());
        context.pipeToSelf(
                store.database().async(connection -> JournalPurge.purge(connection, now)),
                (removed, failure) ->
                        removed == null ? failed(failure) : new Command.Purged(rest, System.nanoTime() - began));
    }

    private void lookLater() {
        var half = keep.dividedBy(2);
        var often = half.compareTo(LOOK_EVERY) < 0 ? half : LOOK_EVERY;
        timers.startSingleTimer(
                new Command.Look(), often.compareTo(LEAST_BETWEEN_LOOKS) < 0 ? LEAST_BETWEEN_LOOKS : often);
    }

    private static Duration pause(long tookNanos) {
        var rest = Duration.ofNanos(tookNanos).multipliedBy(REST);
        return rest.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : rest;
    }

    private static Command failed(@Nullable Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Command.Failed(String.valueOf(cause));
    }
}
