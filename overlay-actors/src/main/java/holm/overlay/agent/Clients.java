package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.route.Endpoint;
import holm.domain.route.RouteTable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may reach isolated services of which instances are here: the endpoints of all services of their application, wherever they are.
 * The worker of the server is the one that knows for sure where a packet came in (decision 0012). Confined to one thread.
 */
final class Clients {
    private final TableBook book;
    private Set<ServiceId> hosted = Set.of();

    Clients(TableBook book) {
        this.book = book;
    }

    /**
     * @param services of which instances are here, or are about to
     * @return those of which that is news
     */
    Set<ServiceId> hosts(Set<ServiceId> services) {
        var news = new HashSet<>(hosted);
        news.addAll(services);
        news.removeIf(service -> hosted.contains(service) && services.contains(service));
        hosted = Set.copyOf(services);
        return news;
    }

    /** @return the services whose tables have to be here, because their endpoints are clients */
    Set<ServiceId> fellows() {
        return guarded().stream()
                .flatMap(table -> table.fellows().stream())
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @return isolated services here of which the endpoints of this one are clients */
    List<ServiceId> servedTo(ServiceId service) {
        return guarded().stream()
                .filter(table -> table.fellows().orElse(Set.of()).contains(service))
                .map(RouteTable::service)
                .toList();
    }

    /** @return namespace addresses of those who may reach a service's instances here; empty when everybody may, or none is here */
    Optional<Set<AddressPair>> of(RouteTable table) {
        return isGuarded(table)
                ? Optional.of(table.fellows().orElse(Set.of(table.service())).stream()
                        .map(book::find)
                        .flatMap(Optional::stream)
                        .flatMap(fellow -> fellow.endpoints().stream())
                        .map(Endpoint::namespaceAddresses)
                        .collect(Collectors.toUnmodifiableSet()))
                : Optional.empty();
    }

    private boolean isGuarded(RouteTable table) {
        return table.isolated() && hosted.contains(table.service());
    }

    private List<RouteTable> guarded() {
        return hosted.stream()
                .map(book::find)
                .flatMap(Optional::stream)
                .filter(RouteTable::isolated)
                .toList();
    }
}
