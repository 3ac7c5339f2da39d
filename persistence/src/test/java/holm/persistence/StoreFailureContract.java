package holm.persistence;

import static holm.persistence.counter.CounterNode.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.persistence.counter.CounterCommand;
import holm.persistence.counter.CounterNode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;

/** What must hold when the database fails under load and comes back. */
final class StoreFailureContract {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Something done to the database. */
    interface Action {
        void run() throws Exception;
    }

    private StoreFailureContract() {}

    /**
     * Adds one by one while the database fails and recovers. Afterwards at least what was acknowledged is there, at most what was
     * asked, and everything goes on without a restart.
     */
    static void losesNothingAcknowledged(StoreSettings settings, String reason, Action failure, Action repair)
            throws Exception {
        var acknowledged = new AtomicInteger();
        var asked = new AtomicInteger();
        try (var node = CounterNode.start(settings)) {
            var counter = node.counter("a");
            addSome(node, counter, asked, acknowledged, 20);
            assertThat(acknowledged).hasValue(20);
            failure.run();
            var hopeless = addOne(node, counter, asked, acknowledged);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(node.store().health())
                            .isInstanceOfSatisfying(
                                    Health.Down.class,
                                    down -> assertThat(down.reason()).contains(reason)));
            assertThat(hopeless).isNotDone();
            assertThat(node.store()
                            .rows()
                            .find("test-counter", "a")
                            .orElseThrow()
                            .sequence())
                    .isEqualTo(20);
            repair.run();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(node.store().health()).isEqualTo(new Health.Up()));
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
                var _ = addOne(node, counter, asked, acknowledged);
                return acknowledged.get() > 20;
            });
            addSome(node, counter, asked, acknowledged, 20);
        }
        try (var node = CounterNode.start(settings)) {
            assertThat(of(node.get(node.counter("a")))).isBetween(acknowledged.get(), asked.get());
        }
    }

    private static void addSome(
            CounterNode node,
            ActorRef<CounterCommand> counter,
            AtomicInteger asked,
            AtomicInteger acknowledged,
            int times)
            throws Exception {
        for (var i = 0; i < times; i++) {
            of(addOne(node, counter, asked, acknowledged));
        }
    }

    private static CompletableFuture<Void> addOne(
            CounterNode node, ActorRef<CounterCommand> counter, AtomicInteger asked, AtomicInteger acknowledged) {
        asked.incrementAndGet();
        return node.add(counter, 1).thenRun(acknowledged::incrementAndGet).toCompletableFuture();
    }
}
