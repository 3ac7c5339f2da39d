package holm.persistence.counter;

import holm.domain.Decision;
import holm.persistence.Entity;
import holm.persistence.Store;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;

/** A counter that asks to leave the memory when it is told to rest. Whatever it counted is to be deleted: that is its work. */
public final class RestingCounter extends Entity<CounterCommand, CounterEvent, CounterState> {
    private final ActorRef<ShardCommand> shard;
    private final ActorRef<CounterCommand> successor;

    private RestingCounter(
            ActorContext<CounterCommand> context,
            Store store,
            ActorRef<ShardCommand> shard,
            ActorRef<CounterCommand> successor) {
        super(context, store, "test-resting-counter", "a");
        this.shard = shard;
        this.successor = successor;
    }

    /** @param successor hears what whoever comes next would */
    public static Behavior<CounterCommand> create(
            Store store, ActorRef<ShardCommand> shard, ActorRef<CounterCommand> successor) {
        return Behaviors.setup(context -> new RestingCounter(context, store, shard, successor));
    }

    @Override
    public CounterState emptyState() {
        return CounterState.EMPTY;
    }

    @Override
    protected Decision<CounterEvent> decide(CounterState state, CounterCommand command) {
        return state.decide(command);
    }

    @Override
    protected CounterState apply(CounterState state, CounterEvent event) {
        return state.apply(event);
    }

    @Override
    protected void afterCommand(
            CounterState before, CounterCommand command, List<CounterEvent> events, CounterState after) {
        if (command instanceof CounterCommand.Rest) {
            leave(shard, state -> state.total() > 0, successor, new CounterCommand.Wake());
        }
    }
}
