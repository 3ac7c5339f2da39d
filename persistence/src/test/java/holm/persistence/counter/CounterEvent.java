package holm.persistence.counter;

import com.fasterxml.jackson.annotation.JsonTypeName;

public sealed interface CounterEvent {
    @JsonTypeName("counter-added-v1")
    record Added(int amount) implements CounterEvent {}

    @JsonTypeName("counter-deleted-v1")
    record Deleted() implements CounterEvent {}
}
