package holm.persistence.counter;

import holm.domain.Decision;
import holm.persistence.Entity;
import holm.persistence.FeedEntry;
import holm.persistence.Store;
import holm.persistence.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

public final class CounterEntity extends Entity<CounterCommand, CounterEvent, CounterState> {
    public static final String TYPE = "test-counter";

    private CounterEntity(ActorContext<CounterCommand> context, Store store, String id) {
        super(context, store, TYPE, id);
    }

    public static Behavior<CounterCommand> create(Store store, String id) {
        return Behaviors.setup(context -> new CounterEntity(context, store, id));
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
    protected Optional<View> view(CounterState state) {
        return state.deleted() || state.total() == 0
                ? Optional.empty()
                : Optional.of(new View("all", Map.of("total", state.total())));
    }

    @Override
    protected List<FeedEntry> feed(CounterState before, CounterState after, List<CounterEvent> events) {
        return List.of(new FeedEntry("counted", id(), "{\"total\":" + after.total() + "}"));
    }
}
