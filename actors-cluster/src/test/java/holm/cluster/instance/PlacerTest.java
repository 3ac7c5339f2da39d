package holm.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.cluster.ClusterMetrics;
import holm.cluster.Descriptors;
import holm.domain.Candidate;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Virtualization;
import holm.scheduling.Scheduler;
import holm.wire.http.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacerTest {
    private static final String W1 = "000000000000000000000001";
    private static final String W2 = "000000000000000000000002";
    private final ActorTestKit kit = ActorTestKit.create();
    private final Metrics metrics = new Metrics("test");
    private final TestProbe<InstanceCommand> instance = kit.createTestProbe();
    private final ActorRef<PlacerCommand> placer = kit.spawn(Placer.create(
            ServiceLoader.load(Scheduler.class).findFirst().orElseThrow(),
            new InstanceRows(List.of()),
            new ClusterMetrics(metrics)));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        metrics.close();
    }

    @Test
    void givesTheSameRoomAwayOnlyOnce() {
        placer.tell(new PlacerCommand.Update(worker(W1)));
        placer.tell(new PlacerCommand.Update(worker(W2)));
        var chosen = List.of(place(0).getFirst(), place(1).getFirst());
        assertThat(chosen).containsExactlyInAnyOrder(W1, W2);
        assertThat(place(2)).isEmpty();
    }

    @Test
    void hasRoomAgainThatNobodyTookInTheEnd() {
        placer.tell(new PlacerCommand.Update(worker(W1)));
        assertThat(place(0)).containsExactly(W1);
        assertThat(place(1)).isEmpty();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(place(1)).containsExactly(W1));
    }

    private List<String> place(int number) {
        var id = new InstanceId(new ServiceId("0123456789abcdef01234567"), number);
        placer.tell(new PlacerCommand.Place(
                id, new Fence(1, 0, 0), Descriptors.service(), Map.of(), Set.of(), instance.ref()));
        return instance.expectMessageClass(InstanceCommand.Ranked.class)
                .placement()
                .ranked();
    }

    /** With room for one. */
    private static Candidate worker(String id) {
        var room = new Resources(1_000, 64, 0, 0);
        return new Candidate(
                id,
                "name-" + id,
                true,
                1,
                room,
                room,
                Map.of("amd64", room),
                Set.of(Virtualization.CONTAINER),
                Set.of("amd64"),
                Map.of(),
                "",
                "",
                0,
                0,
                List.of(),
                Optional.of(1),
                List.of());
    }
}
