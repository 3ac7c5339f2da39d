package holm.cluster.worker;

import holm.domain.Refusal;
import holm.domain.Refusal.Kind;
import holm.domain.WorkerId;
import java.util.Optional;

/** Whether a worker may be removed, as far as the directory knows: only one that is given up. Its instances are its owner's to look at. */
final class Removal {
    private Removal() {}

    /**
     * @param name what people call it; empty when there is no such worker
     * @param connected whether a session of it stands
     */
    static Optional<Refusal> refuse(WorkerId worker, Optional<String> name, boolean connected, Liveness liveness) {
        if (name.isEmpty()) {
            return Optional.of(
                    Refusal.of(Kind.UNKNOWN, "unknown-worker", "this cluster has no worker %s".formatted(worker)));
        }
        if (connected) {
            return Optional.of(conflict(
                    "worker-connected",
                    "worker %s is connected".formatted(name.get()),
                    "stop it first (Ctrl-C, systemctl stop): what is removed is what does not come back"));
        }
        if (liveness.isGivenUp(worker)) {
            return Optional.empty();
        }
        return Optional.of(conflict(
                "worker-expected",
                "worker %s is silent, but not given up yet".formatted(name.get()),
                liveness.isHeld()
                        ? "too many workers fell silent at once: POST /api/cluster/hold/release at the cluster says that they are gone"
                        : "it is given up after %d s of silence, and not before this cluster has run for %d s"
                                .formatted(
                                        liveness.rules().lostAfter().toSeconds(),
                                        liveness.rules().joinTime().toSeconds())));
    }

    private static Refusal conflict(String code, String message, String hint) {
        return new Refusal(Kind.CONFLICT, code, message, "worker", hint);
    }
}
