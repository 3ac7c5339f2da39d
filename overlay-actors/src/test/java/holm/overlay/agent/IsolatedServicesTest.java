package holm.overlay.agent;

import static holm.overlay.agent.Tables.HERE;
import static holm.overlay.agent.Tables.SELF;
import static holm.overlay.agent.Tables.SERVICE;
import static holm.overlay.agent.Tables.endpoint;
import static holm.overlay.agent.Tables.isolated;
import static holm.overlay.agent.Tables.namespaceAddress;
import static holm.overlay.agent.Tables.table;
import static holm.overlay.agent.Tables.whole;
import static holm.overlay.agent.Tables.worker;
import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ServiceId;
import holm.domain.address.AddressPair;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.RouteTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom a worker lets in to the isolated instances that it has. */
class IsolatedServicesTest {
    private static final ServiceId FELLOW = new ServiceId("00000000000000000000fe11");
    private static final ServiceId FOREIGN = new ServiceId("00000000000000000000f0e1");
    private static final Optional<Set<ServiceId>> BOTH = Optional.of(Set.of(SERVICE, FELLOW));

    private final TableBook book = new TableBook();
    private final Clients clients = new Clients(book);

    @Test
    void letsTheInstancesOfAllServicesOfTheApplicationInAndNobodyElse() {
        clients.hosts(Set.of(SERVICE));
        var own = take(isolated(SERVICE, 1, BOTH, endpoint(0, HERE, SELF)));
        take(table(FELLOW, 1, endpoint(1, HERE, worker(2))));
        take(table(FOREIGN, 1, endpoint(2, HERE, worker(2))));
        assertThat(admitted(own)).containsExactlyInAnyOrder(namespaceAddress(0), namespaceAddress(1));
        assertThat(clients.fellows()).containsExactlyInAnyOrder(SERVICE, FELLOW);
        assertThat(clients.servedTo(FELLOW)).containsExactly(SERVICE);
        assertThat(clients.servedTo(FOREIGN)).isEmpty();
    }

    @Test
    void letsOnlyItsOwnInstancesInUntilTheRootSaysWhatBelongsToTheApplication() {
        clients.hosts(Set.of(SERVICE));
        take(table(FELLOW, 1, endpoint(1, HERE, worker(2))));
        assertThat(admitted(take(isolated(SERVICE, 1, Optional.empty(), endpoint(0, HERE, SELF)))))
                .containsExactly(namespaceAddress(0));
    }

    @Test
    void remembersTheApplicationWhileTheClusterHasNotHeardOfItAgain() {
        clients.hosts(Set.of(SERVICE));
        take(table(FELLOW, 1, endpoint(1, HERE, worker(2))));
        take(isolated(SERVICE, 1, BOTH, endpoint(0, HERE, SELF)));
        assertThat(admitted(take(isolated(SERVICE, 2, Optional.empty(), endpoint(0, HERE, SELF)))))
                .containsExactlyInAnyOrder(namespaceAddress(0), namespaceAddress(1));
        book.take(new OverlayUpdate.RoutesChanged(SERVICE, 2, 3, List.of(), List.of()));
        assertThat(book.find(SERVICE).flatMap(RouteTable::fellows)).isEqualTo(BOTH);
    }

    @Test
    void letsNobodyInWhoseInstanceIsGone() {
        clients.hosts(Set.of(SERVICE));
        var own = take(isolated(SERVICE, 1, BOTH, endpoint(0, HERE, SELF)));
        take(table(FELLOW, 1, endpoint(1, HERE, worker(2))));
        take(table(FELLOW, 2));
        assertThat(admitted(own)).containsExactly(namespaceAddress(0));
    }

    @Test
    void guardsNothingThatIsOpenOrElsewhere() {
        clients.hosts(Set.of(FELLOW));
        assertThat(clients.of(take(table(FELLOW, 1, endpoint(1, HERE, SELF))))).isEmpty();
        assertThat(clients.of(take(isolated(SERVICE, 1, BOTH, endpoint(0, HERE, worker(2))))))
                .isEmpty();
        assertThat(clients.fellows()).isEmpty();
    }

    private RouteTable take(RouteTable table) {
        return book.take(whole(table)).table();
    }

    private List<String> admitted(RouteTable table) {
        return clients.of(table).orElseThrow().stream()
                .map(AddressPair::texts)
                .map(List::getFirst)
                .toList();
    }
}
