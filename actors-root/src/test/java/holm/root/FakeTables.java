package holm.root;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.domain.route.Coordinate;
import holm.domain.route.Endpoint;
import holm.domain.route.Peer;
import holm.domain.route.RoutedService;
import holm.root.routes.RelayCommand.Shown;
import holm.root.routes.ServiceTables;
import holm.root.service.ServiceView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The address {@link #ADDRESS} is the first service's, which runs near {@link #NEAR} and far from it. */
final class FakeTables implements ServiceTables {
    static final String ADDRESS = "10.30.200.1";
    static final WorkerId NEAR = new WorkerId("00000000000000000000000a");
    static final WorkerId FAR = new WorkerId("00000000000000000000000b");

    private final FakeServices services;

    FakeTables(FakeServices services) {
        this.services = services;
    }

    @Override
    public CompletionStage<Optional<Shown>> find(String key) {
        return CompletableFuture.completedStage(services.all().stream()
                .findFirst()
                .filter(_ -> key.equals(ADDRESS))
                .map(FakeTables::shown));
    }

    private static Shown shown(ServiceView service) {
        var about = new RoutedService(
                service.id(),
                service.descriptor().name(),
                service.application(),
                false,
                Map.of("closest", new AddressPair(Optional.of(Ipv4Address.parse(ADDRESS)), Optional.empty())),
                Optional.of(service.owner()));
        return new Shown(
                about,
                7,
                List.of(endpoint(service, 0, FAR), endpoint(service, 1, NEAR)),
                List.of(FakeServices.CLUSTER),
                Map.of(FakeServices.CLUSTER, List.of(FAR)),
                List.of(peer(NEAR, 1, 0), peer(FAR, 2, 30)));
    }

    private static Endpoint endpoint(ServiceView service, int number, WorkerId worker) {
        return new Endpoint(
                new InstanceId(service.id(), number),
                new Fence(1, 1, 1),
                FakeServices.CLUSTER,
                worker,
                AddressPair.NONE,
                new AddressPair(Optional.of(Ipv4Address.parse("10.18.0." + (number + 2))), Optional.empty()),
                100,
                20);
    }

    private static Peer peer(WorkerId worker, int number, double x) {
        var subnet = new NodeSubnet(
                Optional.of(Ipv4Address.parse("10.18.%d.0".formatted(number))),
                Ipv6Address.parse("fc00::%x00".formatted(number)));
        return new Peer(
                worker,
                FakeServices.CLUSTER,
                "192.0.2." + number,
                50_103,
                subnet,
                new Coordinate(x, 0, 0, 0.1),
                Optional.of("idle-" + number));
    }
}
