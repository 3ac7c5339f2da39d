package holm.root;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import holm.overlay.address.AddressPoolEvent;
import holm.overlay.address.AddressPoolState;
import holm.overlay.address.PoolId;
import holm.persistence.Store;
import holm.root.address.AddressPoolEntity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** Writes into the journal that a pool's order is at its end, before a root reads it: nobody can take 2^80 addresses. */
final class SpentPool extends EventSourcedBehavior<ActorRef<Done>, AddressPoolEvent, AddressPoolState> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PoolId pool;

    private SpentPool(PoolId pool) {
        super(PersistenceId.of(AddressPoolEntity.KIND, pool.value()));
        this.pool = pool;
    }

    static void spend(Store store, List<PoolId> pools) {
        var config = store.pekkoConfig(RootTier.STORED_TYPES)
                .withFallback(ConfigFactory.parseResources(RootTier.class, "root.conf"))
                .withFallback(ConfigFactory.load());
        var system = ActorSystem.<Void>create(Behaviors.empty(), "spent-pools", config.resolve());
        pools.forEach(pool -> {
            var spent = system.<ActorRef<Done>>systemActorOf(
                    new SpentPool(pool), pool.value(), org.apache.pekko.actor.typed.Props.empty());
            assertThat(AskPattern.<ActorRef<Done>, Done>ask(spent, replyTo -> replyTo, PATIENCE, system.scheduler())
                            .toCompletableFuture())
                    .succeedsWithin(PATIENCE);
        });
        system.terminate();
        assertThat(system.getWhenTerminated().toCompletableFuture()).succeedsWithin(PATIENCE);
    }

    @Override
    public AddressPoolState emptyState() {
        return AddressPoolState.untouched(pool.sequence());
    }

    @Override
    public CommandHandler<ActorRef<Done>, AddressPoolEvent, AddressPoolState> commandHandler() {
        return (_, replyTo) -> Effect()
                .persist(new AddressPoolEvent.Given(List.of(), Optional.empty(), List.of(), 1))
                .thenReply(replyTo, _ -> Done.getInstance());
    }

    @Override
    public EventHandler<AddressPoolState, AddressPoolEvent> eventHandler() {
        return AddressPoolState::apply;
    }
}
