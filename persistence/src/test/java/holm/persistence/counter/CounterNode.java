package holm.persistence.counter;

import com.typesafe.config.ConfigFactory;
import holm.persistence.Store;
import holm.persistence.StoreException;
import holm.persistence.StoreSettings;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A store and an actor system with counters in it, as a tier has them. */
public record CounterNode(Store store, ActorTestKit kit) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public static CounterNode start(StoreSettings settings) throws StoreException {
        return over(Store.open(settings));
    }

    public static CounterNode over(Store store) {
        var config = store.pekkoConfig(CounterEvent.class, CounterState.class).withFallback(ConfigFactory.load());
        return new CounterNode(store, ActorTestKit.create("counters", config));
    }

    public ActorRef<CounterCommand> counter(String id) {
        return kit.spawn(CounterEntity.create(store, id));
    }

    public CompletionStage<Done> add(ActorRef<CounterCommand> counter, int amount) {
        return AskPattern.askWithStatus(counter, me -> new CounterCommand.Add(amount, me), PATIENCE, kit.scheduler());
    }

    public CompletionStage<Done> delete(ActorRef<CounterCommand> counter) {
        return AskPattern.askWithStatus(counter, CounterCommand.Delete::new, PATIENCE, kit.scheduler());
    }

    public CompletionStage<Integer> get(ActorRef<CounterCommand> counter) {
        return AskPattern.askWithStatus(counter, CounterCommand.Get::new, PATIENCE, kit.scheduler());
    }

    /** Waits for an answer. */
    public static <T> T of(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
        store.close();
    }
}
