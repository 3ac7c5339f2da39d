package holm.persistence.counter;

import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.Decision;
import holm.domain.Refusal;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** @param times by amount, how often it was added */
@JsonTypeName("counter-state-v1")
public record CounterState(int total, boolean deleted, PMap<Integer, Integer> times) {
    public static final int MOST = 1_000_000;

    /** What {@link CounterCommand.Get} answers for one that is deleted. */
    public static final int DELETED = -1;

    static final CounterState EMPTY = new CounterState(0, false, HashTreePMap.empty());

    Decision<CounterEvent> decide(CounterCommand command) {
        return switch (command) {
            case CounterCommand.Add add
            when total + add.amount() > MOST ->
                Decision.refuse(Refusal.of(Refusal.Kind.CONFLICT, "too-much", "would be " + (total + add.amount())));
            case CounterCommand.Add add -> Decision.accept(new CounterEvent.Added(add.amount()));
            case CounterCommand.Delete _ -> Decision.accept(new CounterEvent.Deleted());
            case CounterCommand.Get _, CounterCommand.Rest _, CounterCommand.Wake _, CounterCommand.Stop _ ->
                Decision.accept();
        };
    }

    CounterState apply(CounterEvent event) {
        return switch (event) {
            case CounterEvent.Added(var amount) ->
                new CounterState(total + amount, false, times.plus(amount, times.getOrDefault(amount, 0) + 1));
            case CounterEvent.Deleted _ -> new CounterState(0, true, HashTreePMap.empty());
        };
    }
}
