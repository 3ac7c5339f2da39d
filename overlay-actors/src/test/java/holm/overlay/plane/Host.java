package holm.overlay.plane;

import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.address.NodeSubnet;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.NetworkNeed;
import holm.domain.route.Coordinate;
import holm.domain.route.Peer;
import holm.overlay.kernel.Inside;
import holm.overlay.network.LinuxNetworks;
import holm.overlay.network.NetworkSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/** A worker's host: a namespace with a data plane and instances. */
final class Host {
    private static final ServiceId SERVICE = new ServiceId("00000000000000000000face");
    private final String name;
    private final int number;
    private final boolean v6Underlay;
    private final NetworkSettings network;
    private final Inside inside;
    private final List<Instance> instances = new ArrayList<>();
    private final BlockingQueue<String> misses = new LinkedBlockingQueue<>();
    private Optional<DataPlane> plane = Optional.empty();
    private Optional<LinuxNetworks> attached = Optional.empty();

    Host(String name, int number, boolean v6Underlay, Path state, NodeSubnet subnet) throws Exception {
        this.name = name;
        this.number = number;
        this.v6Underlay = v6Underlay;
        this.network = new NetworkSettings(name, state, subnet);
        this.inside = Inside.make(name);
    }

    void open() throws Exception {
        inside.call(() -> {
            plane = Optional.of(DataPlane.open(settings(), misses::add));
            attached = Optional.of(LinuxNetworks.open(network));
            return attached.get().adopt();
        });
    }

    /** As the end of the process does. */
    void abandon() throws Exception {
        inside.call(() -> {
            attached.ifPresent(LinuxNetworks::close);
            plane.ifPresent(DataPlane::close);
            return true;
        });
    }

    PlaneSettings settings() throws Exception {
        return new PlaneSettings(network, Underlay.at(underlay()), Peer.DEFAULT_PORT);
    }

    Instance instance() throws Exception {
        return instance(List.of());
    }

    Instance instance(List<PortMapping> ports) throws Exception {
        return attach(SERVICE, ports, false);
    }

    /** An instance that only clients of its service reach. */
    Instance isolated(ServiceId service, List<PortMapping> ports) throws Exception {
        return attach(service, ports, true);
    }

    private Instance attach(ServiceId service, List<PortMapping> ports, boolean isolated) throws Exception {
        var id = new InstanceId(service, instances.size());
        var attachment =
                inside.call(() -> attached.orElseThrow().attach(id, ports, new NetworkNeed.Namespace(), isolated));
        var instance = new Instance(name + "." + instances.size(), attachment);
        instances.add(instance);
        return instance;
    }

    void detach(Instance instance) throws Exception {
        inside.call(() -> {
            attached.orElseThrow().detach(instance.attachment().instance());
            return true;
        });
    }

    void install(ServiceTable... tables) throws Exception {
        inside.call(() -> plane().install(List.of(tables)));
    }

    void remove(ServiceTable... tables) throws Exception {
        inside.call(() -> {
            plane().remove(Arrays.stream(tables).map(ServiceTable::service).toList());
            return true;
        });
    }

    /** Says who may reach the isolated instances of a service here. */
    void admit(ServiceId service, Instance... clients) throws Exception {
        var addresses = Arrays.stream(clients).map(Instance::addresses).collect(Collectors.toSet());
        inside.call(() -> {
            attached.orElseThrow().admit(service, addresses);
            return true;
        });
    }

    int end(Instance target, Ending ending) throws Exception {
        return inside.call(() -> plane().end(Set.of(target.address(false), target.address(true)), ending));
    }

    DataPlane plane() {
        return plane.orElseThrow();
    }

    Inside inside() {
        return inside;
    }

    NetworkSettings network() {
        return network;
    }

    /** What the data plane asked for. */
    BlockingQueue<String> misses() {
        return misses;
    }

    String underlay() {
        return v6Underlay ? "fd51:200::" + number : "192.0.2." + number;
    }

    String bridge(boolean v6) {
        return v6
                ? network.addresses().bridgeV6()
                : network.addresses().bridgeV4().orElseThrow();
    }

    Peer asPeer() {
        return peer(number, underlay(), network.subnet());
    }

    static Peer peer(int number, String underlay, NodeSubnet subnet) {
        return new Peer(
                new WorkerId("00000000000000000000a%03d".formatted(number)),
                new ClusterId("00000000000000000000c001"),
                underlay,
                Peer.DEFAULT_PORT,
                subnet,
                Coordinate.ORIGIN);
    }

    void remove() throws Exception {
        for (var instance : instances) {
            instance.remove();
        }
        abandon();
        inside.call(() -> {
            DataPlane.reset(network);
            return true;
        });
        inside.delete();
    }
}
