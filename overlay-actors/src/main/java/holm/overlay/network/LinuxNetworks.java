package holm.overlay.network;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.NetworkNeed;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetworks;
import holm.overlay.LogBrake;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Conntrack;
import holm.overlay.kernel.Nft;
import holm.overlay.kernel.Sysctls;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks of instances in the Linux kernel, by {@code ip} and {@code nft}. Needs root. Thread-safe. */
public final class LinuxNetworks implements InstanceNetworks {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxNetworks.class);

    /** As long as an address rests: by then there may be one again. */
    private static final Duration BETWEEN_SHORTAGES = RestingAddresses.REST;

    private final LogBrake shortages = new LogBrake(BETWEEN_SHORTAGES, System::nanoTime);
    private final Nft nft = Nft.open();
    private final Bridge bridge;
    private final Sysctls sysctls;
    private final InstanceLinks links;
    private final AttachmentFile files;
    private final PortMap ports;
    private final Isolation isolation;
    private final GuestGuard guard;
    private final AddressBook addresses;
    private final LoopbackRelay relay = new LoopbackRelay();
    private final boolean v6;
    private final Map<InstanceId, Held> attached = new HashMap<>();

    private record Held(List<PortMapping> ports, NetworkNeed need, boolean isolated) {}

    private LinuxNetworks(NetworkSettings settings) {
        this.sysctls = settings.sysctls();
        this.bridge = new Bridge(settings, sysctls);
        this.v6 = bridge.hasV6();
        this.links = new InstanceLinks(settings);
        this.files = new AttachmentFile(settings.stateDirectory());
        this.ports = new PortMap(settings.name(), nft);
        this.isolation = new Isolation(settings.name(), nft);
        this.guard = new GuestGuard(settings, nft);
        this.addresses = new AddressBook(settings.addresses(), v6, System::nanoTime);
    }

    /**
     * Makes the bridge and the rules, or finds them.
     *
     * @throws NetworkFailure when this process may not, or a program is missing; says what to install
     */
    public static LinuxNetworks open(NetworkSettings settings) throws NetworkFailure, InterruptedException {
        try {
            Files.createDirectories(settings.stateDirectory());
        } catch (IOException e) {
            throw new NetworkFailure("cannot make " + settings.stateDirectory() + ": " + e.getMessage(), e);
        }
        var networks = new LinuxNetworks(settings);
        try {
            networks.bridge.ensure(networks.nft);
        } catch (NetworkFailure | InterruptedException | RuntimeException failed) {
            networks.close();
            throw failed;
        }
        return networks;
    }

    /** Removes every trace of a network, whatever subnet it had; it need not be open. */
    public static void reset(NetworkSettings settings) throws NetworkFailure, InterruptedException {
        try (var networks = new LinuxNetworks(settings)) {
            networks.reset();
        }
    }

    @Override
    public Attachment attach(InstanceId instance, List<PortMapping> ports, NetworkNeed need, boolean isolated)
            throws NetworkFailure, InterruptedException {
        var wanted = new Held(ports, need, isolated);
        synchronized (attached) {
            var held = attached.get(instance);
            if (held != null && held.equals(wanted) && links.exists(instance, need)) {
                return describe(instance, addresses.take(instance), wanted);
            }
            if (held == null) {
                requireNotMapped(ports);
            }
            attached.put(instance, wanted);
        }
        try {
            return make(instance, wanted);
        } catch (NetworkFailure | InterruptedException | RuntimeException failed) {
            detach(instance);
            throw failed;
        }
    }

    private Attachment make(InstanceId instance, Held wanted) throws NetworkFailure, InterruptedException {
        HostPorts.requireFree(wanted.ports());
        var given = addresses.take(instance);
        addresses.shortage(instance).ifPresent(reason -> sayShortage(instance, reason));
        files.write(new AttachmentFile.Content(instance, given, wanted.ports(), wanted.need(), wanted.isolated()));
        if (wanted.isolated()) {
            isolation.close(instance, given);
        }
        guard.add(instance, given, wanted.need());
        links.make(instance, given, wanted.need());
        if (v6) {
            relay.open(wanted.ports(), given.all().getFirst());
        }
        ports.add(given, wanted.ports());
        return describe(instance, given, wanted);
    }

    /** The person whose instance it is reads it in the instance's status; the operator of this worker hears of many at once. */
    private void sayShortage(InstanceId instance, String reason) {
        shortages
                .pass()
                .ifPresent(leftOut ->
                        LOG.warn("no IPv4 address instance={} reason={} left-out={}", instance, reason, leftOut));
    }

    /** Only these reach the isolated instances of a service on this worker, those that are there and those that come. */
    public void admit(ServiceId service, Set<AddressPair> clients) throws NetworkFailure, InterruptedException {
        isolation.admit(service, clients);
    }

    /** @return whether anything has, or is about to have, an address of this network */
    public boolean hasInstances() throws NetworkFailure, InterruptedException {
        synchronized (attached) {
            if (!attached.isEmpty()) {
                return true;
            }
        }
        return !links.present().isEmpty();
    }

    @Override
    public boolean holds(InstanceId instance) {
        synchronized (attached) {
            return attached.containsKey(instance);
        }
    }

    @Override
    public void detach(InstanceId instance) throws NetworkFailure, InterruptedException {
        List<PortMapping> held;
        synchronized (attached) {
            var known = attached.get(instance);
            held = known == null ? List.of() : known.ports();
        }
        var given = addresses.of(instance);
        if (given.isPresent()) {
            ports.remove(given.get(), held);
        }
        relay.close(held);
        links.remove(instance);
        if (given.isPresent()) {
            guard.remove(instance, given.get());
            links.forget(given.get());
            // No flow waits on an instance that is gone, and none meets the next owner of its addresses.
            var gone = given.get().all();
            Conntrack.end(flow -> gone.contains(flow.server()) || gone.contains(flow.source()));
        }
        isolation.forget(instance);
        files.delete(instance);
        addresses.giveBack(instance);
        synchronized (attached) {
            attached.remove(instance);
        }
    }

    @Override
    public List<Attachment> adopt() throws NetworkFailure, InterruptedException {
        var present = links.present();
        var found = new ArrayList<AttachmentFile.Content>();
        for (var content : files.all()) {
            if (present.contains(content.instance())) {
                found.add(content);
                addresses.claim(content.instance(), content.addresses());
            } else {
                // The machine was restarted: the namespace went with the kernel.
                files.delete(content.instance());
            }
        }
        for (var instance : present) {
            if (addresses.of(instance).isEmpty()) {
                links.remove(instance);
            }
        }
        ports.replace(found);
        isolation.replace(
                found.stream().filter(AttachmentFile.Content::isolated).toList());
        guard.replace(found);
        var attachments = new ArrayList<Attachment>();
        for (var content : found) {
            attachments.add(resume(content));
        }
        return List.copyOf(attachments);
    }

    private Attachment resume(AttachmentFile.Content content) throws NetworkFailure, InterruptedException {
        var held = new Held(content.ports(), content.need(), content.isolated());
        synchronized (attached) {
            attached.put(content.instance(), held);
        }
        try {
            if (v6) {
                relay.open(content.ports(), content.addresses().all().getFirst());
            }
        } catch (NetworkFailure partly) {
            // The instance runs and is reached by its other addresses: better than to stop it.
            LOG.warn("network adopted in part instance={} reason={}", content.instance(), partly.getMessage());
        }
        return describe(content.instance(), content.addresses(), held);
    }

    @Override
    public void reset() throws NetworkFailure, InterruptedException {
        relay.close();
        for (var instance : links.present()) {
            links.remove(instance);
            addresses.giveBack(instance);
        }
        for (var content : files.all()) {
            files.delete(content.instance());
        }
        bridge.remove();
        sysctls.restore();
        synchronized (attached) {
            attached.clear();
        }
    }

    @Override
    public void close() {
        relay.close();
        nft.close();
    }

    /** Two instances on one port would share callers by chance; the cluster reserves ports, this is the last line. */
    private void requireNotMapped(List<PortMapping> wanted) throws NetworkFailure {
        for (var port : wanted) {
            for (var other : attached.entrySet()) {
                if (other.getValue().ports().stream()
                        .anyMatch(held -> held.hostPort().equals(port.hostPort()))) {
                    throw new NetworkFailure(
                            "port %s is held by instance %s".formatted(port.hostPort(), other.getKey()), true);
                }
            }
        }
    }

    private Attachment describe(InstanceId instance, InstanceAddresses given, Held held)
            throws NetworkFailure, InterruptedException {
        return new Attachment(
                instance,
                links.describe(instance, given, held.need()),
                given.all(),
                addresses.shortage(instance),
                held.ports(),
                Optional.empty());
    }
}
