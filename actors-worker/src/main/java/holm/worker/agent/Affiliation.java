package holm.worker.agent;

import holm.domain.message.Downward;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this worker belongs to its cluster now, and as whom it will be known there after a restart. Without its cluster everything
 * keeps running. Confined to its agent, but for {@link #identity}.
 */
final class Affiliation {
    private static final Logger LOG = LoggerFactory.getLogger(Affiliation.class);

    private final String worker;
    private final IdentityFile file;
    private final Uplink uplink;
    private final AgentGauges gauges;

    /** Runners read it from their threads. */
    private volatile Identity identity;

    private String complaint = "";

    Affiliation(AgentSurroundings surroundings, Uplink uplink) {
        this.worker = surroundings.settings().name();
        this.file = new IdentityFile(surroundings.settings().stateDirectory());
        this.uplink = uplink;
        this.gauges = surroundings.gauges();
        this.identity = surroundings.identity();
    }

    Identity identity() {
        return identity;
    }

    /** @return whether this worker belongs to whoever welcomes it; else the session is closed */
    boolean welcomed(Downward.Welcome welcome) {
        return switch (identity.meet(welcome)) {
            case Identity.Outcome.Foreign(var reason) -> {
                refuse(reason);
                yield false;
            }
            case Identity.Outcome.Accepted(var next) -> accepted(next);
        };
    }

    private boolean accepted(Identity next) {
        try {
            if (!next.equals(identity)) {
                file.write(next);
            }
        } catch (IOException unwritable) {
            refuse("this worker cannot remember who it is: " + unwritable.getMessage());
            return false;
        }
        identity = next;
        complaint = "";
        uplink.joined();
        gauges.joined();
        LOG.info(
                "Worker {} is welcome in cluster {}",
                next.worker().orElse(""),
                next.cluster().orElse(""));
        return true;
    }

    void rejected(String code, String reason) {
        refuse("the cluster rejects this worker: %s (%s)".formatted(reason, code));
    }

    /** The client comes back by itself. */
    private void refuse(String reason) {
        uplink.close(reason);
        alone(reason);
    }

    /** There is no session with the cluster; said once for each reason. */
    void alone(String reason) {
        gauges.alone(reason);
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOG.warn("Worker {} has no cluster now, its instances go on: {}", worker, reason);
        }
    }
}
