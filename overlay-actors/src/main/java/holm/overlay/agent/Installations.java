package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.route.RouteTable;
import holm.overlay.balance.Viewpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which tables are in the data plane, and which have to be installed again. Confined to one thread. */
final class Installations {
    private final PlaneThread plane;
    private final TableBook book;
    private final Clients clients;
    /** Versions that are in the data plane. */
    private final Map<ServiceId, Long> installed = new HashMap<>();

    private final Set<ServiceId> due = new HashSet<>();

    Installations(PlaneThread plane, TableBook book, Clients clients) {
        this.plane = plane;
        this.book = book;
        this.clients = clients;
    }

    void due(Collection<ServiceId> services) {
        due.addAll(services);
    }

    /** Whatever they say is looked at otherwise from now on. */
    void allDue() {
        book.all().forEach(table -> due.add(table.service()));
    }

    /** Has those that are due installed, as they are now and as they look from here. */
    void installDue(Viewpoint from) {
        for (var service : List.copyOf(due)) {
            book.find(service).ifPresent(table -> plane.install(table, from, clients.of(table)));
        }
        due.clear();
    }

    /** @return whether this version is news */
    boolean installed(RouteTable table) {
        var before = installed.put(table.service(), table.version());
        return before == null || before != table.version();
    }

    boolean isInstalled(ServiceId service) {
        return installed.containsKey(service);
    }

    /** They left the book. Whoever they were clients of is installed again without them. */
    void remove(List<ServiceId> services) {
        for (var service : services) {
            installed.remove(service);
            due.remove(service);
            due.addAll(clients.servedTo(service));
        }
        plane.remove(services);
    }
}
