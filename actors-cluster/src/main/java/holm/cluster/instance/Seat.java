package holm.cluster.instance;

import holm.domain.WorkerId;
import java.time.Instant;
import java.util.Optional;

/**
 * The placement in force.
 *
 * @param firstRun runs up to this one were over when the worker was last told to start it
 * @param failures ends in a row; {@link Rules#restartsHere} of them and it goes elsewhere
 * @param lostSince when the worker was given up; empty while it is there
 */
public record Seat(WorkerId worker, long firstRun, int failures, Optional<Instant> lostSince) {
    static Seat on(WorkerId worker) {
        return new Seat(worker, 0, 0, Optional.empty());
    }

    boolean isLost() {
        return lostSince.isPresent();
    }

    Seat lost(Instant at) {
        return new Seat(worker, firstRun, failures, Optional.of(at));
    }

    Seat found() {
        return new Seat(worker, firstRun, failures, Optional.empty());
    }

    Seat failed(int times) {
        return new Seat(worker, firstRun, times, lostSince);
    }

    Seat rerunAfter(long run) {
        return new Seat(worker, run, failures, lostSince);
    }
}
