package holm.overlay.host;

import holm.domain.InstanceId;
import holm.domain.descriptor.PortMapping;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetwork;
import holm.overlay.LinkKind;
import holm.overlay.NetworkFailure;
import holm.overlay.dns.KnownNames;
import holm.overlay.network.NodeAddresses;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** An instance network whose instances are known to the name server, and know it. Thread-safe. */
final class NamedNetwork implements InstanceNetwork {
    private final InstanceNetwork network;
    private final NodeAddresses addresses;
    private final KnownNames names;
    private final BooleanSupplier answers;

    /** @param answers whether the name server is open, or is about to be */
    NamedNetwork(InstanceNetwork network, NodeAddresses addresses, KnownNames names, BooleanSupplier answers) {
        this.network = network;
        this.addresses = addresses;
        this.names = names;
        this.answers = answers;
    }

    @Override
    public Attachment attach(InstanceId instance, List<PortMapping> ports, LinkKind kind, boolean isolated)
            throws NetworkFailure, InterruptedException {
        return named(network.attach(instance, ports, kind, isolated));
    }

    @Override
    public void detach(InstanceId instance) throws NetworkFailure, InterruptedException {
        names.detached(instance);
        network.detach(instance);
    }

    @Override
    public List<Attachment> adopt() throws NetworkFailure, InterruptedException {
        return network.adopt().stream().map(this::named).toList();
    }

    @Override
    public void reset() throws NetworkFailure, InterruptedException {
        network.reset();
    }

    @Override
    public void close() {
        network.close();
    }

    private Attachment named(Attachment made) {
        names.attached(made.instance(), made.addresses());
        var resolver = answers.getAsBoolean() ? Optional.of(resolver(made)) : Optional.<String>empty();
        return new Attachment(made.instance(), made.link(), made.addresses(), made.shortage(), made.ports(), resolver);
    }

    /** Of a family that the instance has. */
    private String resolver(Attachment made) {
        var hasV4 = made.addresses().stream().anyMatch(address -> address.indexOf('.') >= 0);
        return addresses.bridgeV4().filter(_ -> hasV4).orElseGet(addresses::bridgeV6);
    }
}
