package holm.cluster.worker;

import holm.domain.WorkerId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Which workers are there, by this orchestrator's own punctual time: no clock, no stored time. Time that went by while the
 * orchestrator itself stood still is nobody's silence.
 *
 * @param rules when silence counts
 * @param workers all that are known
 * @param age counted time since this orchestrator was ready
 * @param heldUntil until which age nothing moves, because too many fell silent at once
 */
public record Liveness(Rules rules, PMap<WorkerId, Seen> workers, Duration age, Optional<Duration> heldUntil) {
    private static final int TOO_FEW_FOR_A_MAJORITY = 3;

    /**
     * @param lostAfter how long a worker may be silent
     * @param joinTime how much longer after the start of the orchestrator, while everybody connects again
     * @param punctual a tick that comes later than this after the one before counts nothing
     * @param massWindow those who fall silent within this time fall silent together
     * @param massHold how long nothing moves then
     */
    public record Rules(
            Duration lostAfter, Duration joinTime, Duration punctual, Duration massWindow, Duration massHold) {}

    /**
     * @param silence counted time since it was heard; negative while it may still take its time to join
     * @param heard whether it was heard since this orchestrator started
     * @param lost whether its instances were given away
     */
    public record Seen(Duration silence, boolean heard, boolean lost) {}

    /**
     * What follows from time going by.
     *
     * @param lost workers that are lost from now on
     * @param holdBegan whether the mass silence began with this tick
     */
    public record Tick(Liveness next, List<WorkerId> lost, boolean holdBegan) {}

    /**
     * @param known all that were not removed
     * @param holding those that held instances when this orchestrator went, perhaps removed since: who is known may take
     *     {@link Rules#joinTime}, and nobody waits for the rest
     */
    public static Liveness ready(Rules rules, Collection<WorkerId> known, Set<WorkerId> holding) {
        PMap<WorkerId, Seen> workers = HashTreePMap.empty();
        for (var worker : known) {
            workers = workers.plus(
                    worker,
                    holding.contains(worker)
                            ? new Seen(rules.joinTime().negated(), false, false)
                            : new Seen(rules.lostAfter().plus(rules.massWindow()), false, true));
        }
        return new Liveness(rules, workers, Duration.ZERO, Optional.empty());
    }

    public Liveness heard(WorkerId worker) {
        return new Liveness(rules, workers.plus(worker, new Seen(Duration.ZERO, true, false)), age, heldUntil);
    }

    /** It was removed: its silence is nobody's any more. */
    public Liveness without(WorkerId worker) {
        return new Liveness(rules, workers.minus(worker), age, heldUntil);
    }

    /** The operator says that the silent workers are really gone. */
    public Liveness released() {
        return new Liveness(rules, workers, age, heldUntil.map(_ -> age));
    }

    /** @return whether new instances may go there */
    public boolean isLive(WorkerId worker) {
        var seen = workers.get(worker);
        return seen != null && seen.heard() && !seen.lost() && !isOverdue(seen);
    }

    /** @return whether its instances were given away, or nobody ever knew it */
    public boolean isLost(WorkerId worker) {
        var seen = workers.get(worker);
        return seen == null || seen.lost();
    }

    /** @return whether it is lost and had the time to connect again since this orchestrator started */
    public boolean isGivenUp(WorkerId worker) {
        var seen = workers.get(worker);
        return isLost(worker) && (age.compareTo(rules.joinTime()) >= 0 || (seen != null && seen.heard()));
    }

    public boolean isHeld() {
        return heldUntil.isPresent();
    }

    /** @param elapsed since the tick before, by a clock that never goes back */
    public Tick tick(Duration elapsed) {
        if (elapsed.compareTo(rules.punctual()) > 0) {
            return new Tick(this, List.of(), false);
        }
        return aged(elapsed).judge();
    }

    private Liveness aged(Duration elapsed) {
        var older = workers;
        for (var entry : workers.entrySet()) {
            var seen = entry.getValue();
            older = older.plus(entry.getKey(), new Seen(seen.silence().plus(elapsed), seen.heard(), seen.lost()));
        }
        return new Liveness(rules, older, age.plus(elapsed), heldUntil);
    }

    private Tick judge() {
        var overdue = overdue();
        if (overdue.isEmpty()) {
            return new Tick(held(Optional.empty()), List.of(), false);
        }
        if (heldUntil.isPresent()) {
            return age.compareTo(heldUntil.get()) < 0 ? new Tick(this, List.of(), false) : give(overdue);
        }
        return isMassSilence()
                ? new Tick(held(Optional.of(age.plus(rules.massHold()))), List.of(), true)
                : give(overdue);
    }

    private Tick give(Map<WorkerId, Seen> overdue) {
        var now = workers;
        for (var entry : overdue.entrySet()) {
            now = now.plus(
                    entry.getKey(),
                    new Seen(entry.getValue().silence(), entry.getValue().heard(), true));
        }
        return new Tick(new Liveness(rules, now, age, Optional.empty()), List.copyOf(overdue.keySet()), false);
    }

    /** Whoever is half-way to being lost counts as silent: heartbeats stop within one interval, not in the same moment. */
    private boolean isMassSilence() {
        var latest = rules.lostAfter().plus(rules.massWindow());
        var lately = workers.values().stream()
                .filter(seen -> !seen.lost() || seen.silence().compareTo(latest) < 0)
                .toList();
        var silent = lately.stream().filter(this::isSuspect).count();
        return lately.size() >= TOO_FEW_FOR_A_MAJORITY && 2 * silent > lately.size();
    }

    private Map<WorkerId, Seen> overdue() {
        return workers.entrySet().stream()
                .filter(entry -> !entry.getValue().lost() && isOverdue(entry.getValue()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private boolean isOverdue(Seen seen) {
        return seen.silence().compareTo(rules.lostAfter()) >= 0;
    }

    private boolean isSuspect(Seen seen) {
        return seen.silence().compareTo(rules.lostAfter().dividedBy(2)) >= 0;
    }

    private Liveness held(Optional<Duration> until) {
        return until.equals(heldUntil) ? this : new Liveness(rules, workers, age, until);
    }
}
