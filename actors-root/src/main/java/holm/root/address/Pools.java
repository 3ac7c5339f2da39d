package holm.root.address;

import holm.domain.RefusalException;
import holm.domain.address.IpAddress;
import holm.overlay.address.PoolAnswer;
import holm.overlay.address.PoolId;
import holm.overlay.address.PoolRequest;
import holm.root.RootEntities;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** All pools, each behind its desk. Thread-safe; never waits. */
public final class Pools implements AddressPreview {
    private final ActorSystem<?> system;
    private final RootEntities entities;
    private final Map<PoolId, ActorRef<PoolDesk.Command>> desks = new ConcurrentHashMap<>();

    public Pools(ActorSystem<?> system, RootEntities entities) {
        this.system = system;
        this.entities = entities;
    }

    /**
     * Hands requests in, in the order of the calls.
     *
     * @return one answer for each, in their order, once they are durable; fails when it is unknown whether they are, with a {@link
     *     RefusalException} or because nobody answered in time
     */
    CompletionStage<List<PoolAnswer>> serve(PoolId pool, List<PoolRequest> requests) {
        return AskPattern.askWithStatus(
                desk(pool),
                replyTo -> new PoolDesk.Command.Ask(requests, replyTo),
                AddressLimits.ANSWER,
                system.scheduler());
    }

    /**
     * What gets lost here is found by the pool's audit.
     *
     * @param unused whether nothing was ever reached under them, so that they need no rest
     */
    void giveBack(PoolId pool, List<String> owners, boolean unused) {
        desk(pool)
                .tell(new PoolDesk.Command.Ask(List.of(new PoolRequest.GiveBack(owners, unused)), system.ignoreRef()));
    }

    @Override
    public CompletionStage<List<IpAddress>> preview(PoolId pool, int count) {
        return entities.pool(pool).ask(replyTo -> new AddressPoolCommand.Preview(count, replyTo), AddressLimits.ANSWER);
    }

    private ActorRef<PoolDesk.Command> desk(PoolId pool) {
        return desks.computeIfAbsent(
                pool,
                id -> system.systemActorOf(
                        PoolDesk.create(id, entities.pool(id)), "address-desk-" + id, Props.empty()));
    }
}
