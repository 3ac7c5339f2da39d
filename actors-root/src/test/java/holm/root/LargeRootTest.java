package holm.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.domain.ApplicationId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.message.Actual;
import holm.domain.message.Downward;
import holm.persistence.Store;
import holm.persistence.StoreSettings;
import holm.persistence.testing.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many instances: what is settled is compared and left alone. */
class LargeRootTest {
    private static final int SERVICES = 4;
    private static final int REPLICAS = 250;
    private static final ApplicationId APPLICATION = new ApplicationId("00000000000000000000000a");
    private static final Resources PLENTY = new Resources(100_000_000, 100_000_000, 0, 0);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    @Test
    void wakesNobodyWhenEverythingIsAsItShouldBe() throws Exception {
        String id;
        try (var store = Store.open(StoreSettings.inDirectory("root", directory))) {
            var root = RootTier.start(RootSettings.local(0, Optional.of(directory)), store);
            try (var cluster = new ScriptedCluster("large", root.httpPort(), PLENTY).hello()) {
                for (var number = 0; number < SERVICES; number++) {
                    var service = service(number);
                    get(root.parts()
                            .services()
                            .create(service, APPLICATION, "Admin", Descriptors.simulated(), Map.of()));
                    get(root.parts().services().setReplicas(service, REPLICAS));
                }
                var taken = new HashSet<InstanceId>();
                while (taken.size() < SERVICES * REPLICAS) {
                    var assignment = cluster.takesOne(); // some are told twice before the first report is kept
                    taken.add(assignment.instance());
                    cluster.runs(assignment);
                }
                await().atMost(PATIENCE)
                        .until(() -> root.parts().services().all().stream()
                                .flatMap(service -> service.instances().stream())
                                .allMatch(instance -> instance.status() == Status.RUNNING));
                id = root.parts().clusters().all().getFirst().id().value();
            }
            get(root.stop());
        }
        try (var store = Store.open(StoreSettings.inDirectory("root", directory))) {
            var events = Journal.events(store);
            var root = RootTier.start(RootSettings.local(0, Optional.of(directory)), store);
            var actual = IntStream.range(0, SERVICES)
                    .boxed()
                    .flatMap(number ->
                            IntStream.range(0, REPLICAS).mapToObj(replica -> new InstanceId(service(number), replica)))
                    .map(instance -> new Actual(instance, new Fence(1, 1, 1), Status.RUNNING))
                    .toList();
            try (var cluster = new ScriptedCluster("large", root.httpPort(), PLENTY)
                    .hello(Optional.of(root.parts().installation()), Optional.of(id), 1, actual)) {
                assertThat(cluster.expect(Downward.WantedEnd.class).total()).isEqualTo(SERVICES * REPLICAS);
                await().atMost(PATIENCE)
                        .until(() -> root.parts()
                                .metrics()
                                .scrape()
                                .contains("holm_reconcile_instances_total{tier=\"root\"} 1000.0"));
                assertThat(Journal.events(store)).isEqualTo(events);
            }
            get(root.stop());
        }
    }

    private static ServiceId service(int number) {
        return new ServiceId("%024x".formatted(number + 1));
    }

    private static <T> T get(java.util.concurrent.CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
