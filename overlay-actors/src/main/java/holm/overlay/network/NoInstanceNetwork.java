package holm.overlay.network;

import holm.domain.InstanceId;
import holm.domain.descriptor.PortMapping;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetwork;
import holm.overlay.Link;
import holm.overlay.LinkKind;
import holm.overlay.NetworkFailure;
import java.util.List;
import java.util.Optional;

/** A worker without network: without root, or for simulated instances only. Instances have loopback and no port mappings. */
public final class NoInstanceNetwork implements InstanceNetwork {
    private final String reason;

    /** @param reason why there is none, for the person whose service asks for ports */
    public NoInstanceNetwork(String reason) {
        this.reason = reason;
    }

    @Override
    public Attachment attach(InstanceId instance, List<PortMapping> ports, LinkKind kind, boolean isolated)
            throws NetworkFailure {
        if (!ports.isEmpty()) {
            throw new NetworkFailure("this worker has no network for instances: " + reason, true);
        }
        return new Attachment(instance, new Link.None(), List.of(), Optional.empty(), ports, Optional.empty());
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
