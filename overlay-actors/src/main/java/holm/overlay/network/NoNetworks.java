package holm.overlay.network;

import holm.domain.InstanceId;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.InstanceNetwork;
import holm.domain.network.NetworkNeed;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetworks;
import holm.overlay.NetworkFailure;
import java.util.List;
import java.util.Optional;

/** A worker without networks: without root, or for simulated instances only. Instances have loopback and no port mappings. */
public final class NoNetworks implements InstanceNetworks {
    private final String reason;

    /** @param reason why there is none, for the person whose service asks for ports */
    public NoNetworks(String reason) {
        this.reason = reason;
    }

    @Override
    public Attachment attach(InstanceId instance, List<PortMapping> ports, NetworkNeed need, boolean isolated)
            throws NetworkFailure {
        if (!ports.isEmpty()) {
            throw new NetworkFailure("this worker has no network for instances: " + reason, true);
        }
        return new Attachment(
                instance, new InstanceNetwork.None(), List.of(), Optional.empty(), ports, Optional.empty());
    }

    @Override
    public boolean holds(InstanceId instance) {
        return false;
    }

    @Override
    public void detach(InstanceId instance) {}

    @Override
    public List<Attachment> adopt() {
        return List.of();
    }

    @Override
    public void reset() {}

    @Override
    public void close() {}
}
