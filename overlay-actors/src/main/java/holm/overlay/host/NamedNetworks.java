package holm.overlay.host;

import holm.domain.InstanceId;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.NetworkNeed;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetworks;
import holm.overlay.NetworkFailure;
import holm.overlay.dns.KnownNames;
import holm.overlay.network.NodeAddresses;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Networks whose instances are known to the name server, and know it. Thread-safe. */
final class NamedNetworks implements InstanceNetworks {
    private final InstanceNetworks networks;
    private final NodeAddresses addresses;
    private final KnownNames names;
    private final BooleanSupplier answers;

    /** @param answers whether the name server is open, or is about to be */
    NamedNetworks(InstanceNetworks networks, NodeAddresses addresses, KnownNames names, BooleanSupplier answers) {
        this.networks = networks;
        this.addresses = addresses;
        this.names = names;
        this.answers = answers;
    }

    @Override
    public Attachment attach(InstanceId instance, List<PortMapping> ports, NetworkNeed need, boolean isolated)
            throws NetworkFailure, InterruptedException {
        return named(networks.attach(instance, ports, need, isolated));
    }

    @Override
    public boolean holds(InstanceId instance) {
        return networks.holds(instance);
    }

    @Override
    public void detach(InstanceId instance) throws NetworkFailure, InterruptedException {
        names.detached(instance);
        networks.detach(instance);
    }

    @Override
    public List<Attachment> adopt() throws NetworkFailure, InterruptedException {
        return networks.adopt().stream().map(this::named).toList();
    }

    @Override
    public void reset() throws NetworkFailure, InterruptedException {
        networks.reset();
    }

    @Override
    public void close() {
        networks.close();
    }

    private Attachment named(Attachment made) {
        names.attached(made.instance(), made.addresses());
        var resolver = answers.getAsBoolean() ? Optional.of(resolver(made)) : Optional.<String>empty();
        return new Attachment(
                made.instance(), made.network(), made.addresses(), made.shortage(), made.ports(), resolver);
    }

    /** Of a family that the instance has. */
    private String resolver(Attachment made) {
        var hasV4 = made.addresses().stream().anyMatch(address -> address.indexOf('.') >= 0);
        return addresses.bridgeV4().filter(_ -> hasV4).orElseGet(addresses::bridgeV6);
    }
}
