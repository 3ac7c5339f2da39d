package holm.root.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Candidate;
import holm.domain.InstallationId;
import holm.domain.Resources;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.persistence.EntityRow;
import holm.persistence.Store;
import holm.persistence.StoreSettings;
import holm.root.instance.InstanceEntity;
import holm.root.instance.InstanceRow;
import holm.root.row.TypedRows;
import holm.wire.http.Json;
import holm.wire.link.LinkCommand;
import holm.wire.link.LinkEvent;
import holm.wire.link.Session;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whoever speaks for a cluster is known, and whoever does not any more is not. */
class ClusterGateTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Resources LITTLE = new Resources(1_000, 1_024, 0, 0);
    private static final Resources MUCH = new Resources(8_000, 8_192, 0, 0);
    private static final Admission ADMISSION = new Admission(new InstallationId("00000000000000000000000f"), 1);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void endsTheLinkOfASessionThatFails() {
        var nothing = new ClusterParts(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
        var gate = KIT.spawn(ClusterGate.create(nothing));
        var link = KIT.<LinkCommand<Downward>>createTestProbe();
        var session = Session.with("a cluster");
        gate.tell(new LinkEvent.Opened<>(session, link.getRef()));

        gate.tell(new LinkEvent.Received<>(
                session, new Upward.Hello(Optional.empty(), Optional.empty(), 0, candidate(MUCH))));

        assertThat(link.receiveMessage()).isEqualTo(new LinkCommand.Close<>("the session is over"));
    }

    @Test
    void believesTheSessionThatStandsWhicheverWasWelcomedLast() throws Exception {
        try (var store = Store.open(StoreSettings.ephemeral("root"))) {
            var clusters = new LiveClusters(
                    new TypedRows<>(store.rows(), ClusterEntity.KIND, ClusterRow.class),
                    new TypedRows<>(store.rows(), InstanceEntity.KIND, InstanceRow.class),
                    Clock.systemUTC());
            var id = ADMISSION.idOf("munich");
            var row = new ClusterRow(id, candidate(LITTLE), 1);
            store.rows()
                    .upsert(
                            new EntityRow(
                                    ClusterEntity.KIND,
                                    id.value(),
                                    1,
                                    "",
                                    Json.mapper().writeValueAsBytes(row)),
                            List.of())
                    .toCompletableFuture()
                    .join();
            var older = Session.with("older");
            var newer = Session.with("newer");
            var stands = KIT.<ClusterSession.Command>createTestProbe();
            var ended = KIT.<ClusterSession.Command>createTestProbe();
            clusters.connected(id, newer, stands.getRef(), candidate(LITTLE));
            clusters.connected(id, older, ended.getRef(), candidate(LITTLE));
            assertThat(clusters.heard(id, newer, stands.getRef(), candidate(MUCH)))
                    .as("another one is connected")
                    .isFalse();
            clusters.disconnected(id, older.id());
            assertThat(clusters.connectedCount()).isZero();

            assertThat(clusters.heard(id, newer, stands.getRef(), candidate(MUCH)))
                    .as("there is more room")
                    .isTrue();

            assertThat(clusters.tell(id, new Downward.Tell(List.of()))).isTrue();
            stands.expectMessage(new ClusterSession.Command.Send(new Downward.Tell(List.of())));
            assertThat(clusters.candidates()).extracting(Candidate::live).containsExactly(true);
        }
    }

    private static Candidate candidate(Resources free) {
        return new Candidate(
                "",
                "munich",
                true,
                1,
                MUCH,
                free,
                Map.of("amd64", free),
                Set.of(),
                Set.of("amd64"),
                Map.of(),
                "",
                "",
                0,
                0,
                List.of(),
                Optional.empty(),
                List.of());
    }
}
