package holm.cluster.instance;

import holm.domain.Fence;
import holm.domain.WorkerId;
import java.time.Instant;
import java.util.Optional;
import org.pcollections.PMap;

/** A state in the making: the next one is the last one but for what is said here. Lives within one method. */
final class InstanceStateCopy {
    private final InstanceState from;
    private Stage stage;
    private Fence fence;
    private Optional<Seat> seat;
    private Standing standing;
    private int retriesLeft;
    private Instant since;
    private PMap<WorkerId, Fence> leaving;
    private PMap<WorkerId, String> declined;
    private Fence stopUpTo;
    private Fence late;

    InstanceStateCopy(InstanceState from) {
        this.from = from;
        stage = from.stage();
        fence = from.fence();
        seat = from.seat();
        standing = from.standing();
        retriesLeft = from.retriesLeft();
        since = from.since();
        leaving = from.leaving();
        declined = from.declined();
        stopUpTo = from.stopUpTo();
        late = from.late();
    }

    InstanceStateCopy stage(Stage next) {
        stage = next;
        return this;
    }

    InstanceStateCopy fence(Fence next) {
        fence = next;
        return this;
    }

    InstanceStateCopy seat(Optional<Seat> next) {
        seat = next;
        return this;
    }

    InstanceStateCopy standing(Standing next) {
        standing = next;
        return this;
    }

    InstanceStateCopy retriesLeft(int next) {
        retriesLeft = next;
        return this;
    }

    InstanceStateCopy since(Instant next) {
        since = next;
        return this;
    }

    InstanceStateCopy leaving(PMap<WorkerId, Fence> next) {
        leaving = next;
        return this;
    }

    InstanceStateCopy declined(PMap<WorkerId, String> next) {
        declined = next;
        return this;
    }

    InstanceStateCopy stopUpTo(Fence next) {
        stopUpTo = next;
        return this;
    }

    InstanceStateCopy late(Fence next) {
        late = next;
        return this;
    }

    InstanceState done() {
        return new InstanceState(
                stage, from.assignment(), fence, seat, standing, retriesLeft, since, leaving, declined, stopUpTo, late);
    }
}
