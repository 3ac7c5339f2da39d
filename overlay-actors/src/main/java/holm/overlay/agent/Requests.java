package holm.overlay.agent;

import holm.domain.ServiceId;
import holm.domain.message.OverlayRequest;
import holm.domain.route.RouteTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Gatherers;

/**
 * What the cluster is told, while there is a session. Nothing is kept for the next one, which is told everything again. Confined to one
 * thread.
 */
final class Requests {
    /** So many ids and versions fit into one frame, whatever they are. */
    private static final int IDS_IN_A_MESSAGE = 1_000;

    private final Consumer<OverlayRequest> session;
    private final TableBook book;
    /** Services whose table was asked for as a whole. */
    private final Set<ServiceId> asked = new HashSet<>();

    private boolean isConnected;

    /** @param session carries what is said; must not block */
    Requests(Consumer<OverlayRequest> session, TableBook book) {
        this.session = session;
        this.book = book;
    }

    void connected() {
        isConnected = true;
        asked.clear();
    }

    void disconnected() {
        isConnected = false;
    }

    boolean isConnected() {
        return isConnected;
    }

    void say(OverlayRequest request) {
        if (isConnected) {
            session.accept(request);
        }
    }

    /** Their tables are wanted from now on, from the versions on that are here. */
    void want(List<ServiceId> services) {
        for (var page : pages(services)) {
            var versions = new HashMap<ServiceId, Long>();
            page.forEach(service -> versions.put(
                    service, book.find(service).map(RouteTable::version).orElse(0L)));
            say(new OverlayRequest.Interested(versions));
        }
    }

    /** A change did not follow on what is here. Asks once, until the table {@link #came}. */
    void wantWhole(ServiceId service) {
        if (asked.add(service)) {
            say(new OverlayRequest.Interested(Map.of(service, 0L)));
        }
    }

    void came(ServiceId service) {
        asked.remove(service);
    }

    void wantNoMore(List<ServiceId> services) {
        services.forEach(asked::remove);
        pages(services).forEach(page -> say(new OverlayRequest.Uninterested(page)));
    }

    private static List<List<ServiceId>> pages(List<ServiceId> services) {
        return services.stream().gather(Gatherers.windowFixed(IDS_IN_A_MESSAGE)).toList();
    }
}
