package holm.persistence;

/** Whether a store takes writes now. */
public sealed interface Health {
    /** The last write became durable. */
    record Up() implements Health {}

    /** @param reason why not, in a sentence for the operator and for the detail of a 503 */
    record Down(String reason) implements Health {}

    default boolean isUp() {
        return this instanceof Up;
    }
}
