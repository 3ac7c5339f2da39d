package holm.persistence.counter;

import holm.persistence.testing.GoldenEvents;
import java.util.List;
import org.pcollections.HashTreePMap;

class CounterGoldenTest extends GoldenEvents {
    @Override
    protected List<Class<?>> storedTypes() {
        return List.of(CounterEvent.class, CounterState.class);
    }

    @Override
    protected List<Object> samples() {
        return List.of(
                new CounterEvent.Added(7),
                new CounterEvent.Deleted(),
                new CounterState(7, false, HashTreePMap.singleton(7, 1)));
    }
}
