package holm.overlay;

/** What an instance needs in order to hang on its worker's network. */
public sealed interface LinkKind {
    /** For processes of this machine: a network namespace. */
    record Namespace() implements LinkKind {}

    /**
     * For a guest with a network stack of its own: a tap.
     *
     * @param owner the only user, by number, who may open it
     */
    record Tap(int owner) implements LinkKind {}
}
