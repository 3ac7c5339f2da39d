package holm.domain;

import java.util.List;

/**
 * The outcome of a command: what becomes true, or why it does not.
 *
 * @param <E> the entity's events
 */
public sealed interface Decision<E> {
    /**
     * @param events what becomes true, in this order; empty when it is true already
     */
    record Accepted<E>(List<E> events) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    record Refused<E>(Refusal refusal) implements Decision<E> {}

    @SafeVarargs
    @SuppressWarnings("varargs") // List.of only reads it
    static <E> Decision<E> accept(E... events) {
        return new Accepted<>(List.of(events));
    }

    static <E> Decision<E> accept(List<E> events) {
        return new Accepted<>(events);
    }

    static <E> Decision<E> refuse(Refusal refusal) {
        return new Refused<>(refusal);
    }
}
