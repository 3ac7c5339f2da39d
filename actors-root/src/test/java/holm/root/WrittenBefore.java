package holm.root;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import holm.persistence.EntityKey;
import holm.persistence.Store;
import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** Writes an event into a journal before a root reads it: what another version of Holm did, or what would take too long here. */
final class WrittenBefore extends EventSourcedBehavior<WrittenBefore.Write, Object, Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    record Write(Object event, ActorRef<Done> replyTo) {}

    private WrittenBefore(EntityKey key) {
        super(PersistenceId.of(key.kind(), key.id()));
    }

    static void event(Store store, EntityKey key, Object event) {
        var config = store.pekkoConfig(RootTier.STORED_TYPES)
                .withFallback(ConfigFactory.parseResources(RootTier.class, "root.conf"))
                .withFallback(ConfigFactory.load());
        var system = ActorSystem.create(
                Behaviors.<Write>setup(_ -> new WrittenBefore(key)), "written-before", config.resolve());
        assertThat(AskPattern.<Write, Done>ask(
                                system, replyTo -> new Write(event, replyTo), PATIENCE, system.scheduler())
                        .toCompletableFuture())
                .succeedsWithin(PATIENCE);
        system.terminate();
        assertThat(system.getWhenTerminated().toCompletableFuture()).succeedsWithin(PATIENCE);
    }

    @Override
    public Integer emptyState() {
        return 0;
    }

    @Override
    public CommandHandler<Write, Object, Integer> commandHandler() {
        return (_, write) -> Effect().persist(write.event()).thenReply(write.replyTo(), _ -> Done.getInstance());
    }

    @Override
    public EventHandler<Integer, Object> eventHandler() {
        return (count, _) -> count + 1;
    }
}
