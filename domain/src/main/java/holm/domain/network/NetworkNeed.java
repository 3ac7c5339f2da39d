package holm.domain.network;

/** What sort of {@link InstanceNetwork} an instance needs, because of what runs it. */
public sealed interface NetworkNeed {
    /** {@link InstanceNetwork.Namespace} */
    record Namespace() implements NetworkNeed {}

    /**
     * {@link InstanceNetwork.Tap}
     *
     * @param owner the only user, by number, who may open the tap: what runs a guest has no rights over this machine's network
     */
    record Tap(int owner) implements NetworkNeed {}

    /** @return whether {@code network} is of this sort; {@link InstanceNetwork.None} is of every sort */
    default boolean isMetBy(InstanceNetwork network) {
        return switch (network) {
            case InstanceNetwork.None() -> true;
            case InstanceNetwork.Namespace _ -> this instanceof Namespace;
            case InstanceNetwork.Tap _ -> this instanceof Tap;
        };
    }
}
