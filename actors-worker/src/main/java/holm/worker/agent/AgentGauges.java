package holm.worker.agent;

import holm.domain.Status;
import holm.wire.http.Metrics;
import holm.wire.http.Readiness;
import io.micrometer.core.instrument.Counter;
import java.util.Map;

/** What one agent shows to its operator. Written by the agent, read by any thread. */
public final class AgentGauges {
    private volatile Map<Status, Long> instances = Map.of();
    private volatile Readiness readiness = new Readiness.NotReady("not connected to its cluster yet");
    private final Counter older;
    private final Counter sessions;
    private final Counter restarts;

    public AgentGauges(Metrics metrics, String worker) {
        this.older =
                metrics.counter("holm.messages.older", "Messages dropped because of an older fence", "worker", worker);
        this.sessions =
                metrics.counter("holm.link.sessions", "Sessions with the cluster that were welcomed", "worker", worker);
        this.restarts =
                metrics.counter("holm.instances.restarts", "Runs after the first one of a placement", "worker", worker);
        for (var status : Status.values()) {
            metrics.gauge(
                    "holm.instances",
                    "Instances on this worker",
                    () -> instances.getOrDefault(status, 0L),
                    "worker",
                    worker,
                    "status",
                    status.word());
        }
        metrics.gauge(
                "holm.link.up",
                "1 while the cluster has welcomed this worker",
                () -> readiness() instanceof Readiness.Ready ? 1 : 0,
                "worker",
                worker);
    }

    public Readiness readiness() {
        return readiness;
    }

    void instances(Map<Status, Long> now) {
        instances = now;
    }

    void joined() {
        sessions.increment();
        readiness = new Readiness.Ready();
    }

    void alone(String reason) {
        readiness = new Readiness.NotReady("not connected to its cluster: " + reason);
    }

    void older() {
        older.increment();
    }

    void restarted() {
        restarts.increment();
    }
}
