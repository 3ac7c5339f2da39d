package holm.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import holm.persistence.counter.CounterCommand;
import holm.persistence.counter.CounterEntity;
import holm.persistence.counter.CounterEvent;
import holm.persistence.counter.CounterState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void keepsWhatItAcknowledged() throws Exception {
        try (var node = Node.start(StoreSettings.inDirectory("root", directory))) {
            var counter = node.counter("a");
            for (var i = 0; i < 250; i++) {
                node.add(counter, 2);
            }
            assertThat(node.store
                            .rows()
                            .find(CounterEntity.TYPE, "a")
                            .orElseThrow()
                            .sequence())
                    .isEqualTo(250);
        }
        try (var node = Node.start(StoreSettings.inDirectory("root", directory))) {
            assertThat(node.get(node.counter("a"))).isEqualTo(500);
            assertThat(node.store.generation()).isEqualTo(2);
            assertThat(node.store.feed().newest()).isEqualTo(250);
        }
    }

    record Node(Store store, ActorTestKit kit) implements AutoCloseable {
        static Node start(StoreSettings settings) throws StoreException {
            var store = Store.open(settings);
            var config =
                    store.pekkoConfig(CounterEvent.class, CounterState.class).withFallback(ConfigFactory.load());
            return new Node(store, ActorTestKit.create("counters", config));
        }

        ActorRef<CounterCommand> counter(String id) {
            return kit.spawn(CounterEntity.create(store, id));
        }

        Done add(ActorRef<CounterCommand> counter, int amount) throws Exception {
            return addLater(counter, amount).toCompletableFuture().get();
        }

        CompletionStage<Done> addLater(ActorRef<CounterCommand> counter, int amount) {
            return AskPattern.askWithStatus(
                    counter, me -> new CounterCommand.Add(amount, me), PATIENCE, kit.scheduler());
        }

        int get(ActorRef<CounterCommand> counter) throws Exception {
            return AskPattern.<CounterCommand, Integer>askWithStatus(
                            counter, CounterCommand.Get::new, PATIENCE, kit.scheduler())
                    .toCompletableFuture()
                    .get();
        }

        @Override
        public void close() {
            kit.shutdownTestKit();
            store.close();
        }
    }
}
