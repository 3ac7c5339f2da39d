package holm.runtimes;

/** What sort of {@link InstanceNetwork} a runtime's instances take. */
public sealed interface NetworkNeed {
    /** {@link InstanceNetwork.Namespace} */
    record Namespace() implements NetworkNeed {}

    /**
     * {@link InstanceNetwork.Tap}
     *
     * @param owner the only user, by number, who may open the tap: what runs a guest has no rights over this machine's network
     */
    record Tap(int owner) implements NetworkNeed {}
}
