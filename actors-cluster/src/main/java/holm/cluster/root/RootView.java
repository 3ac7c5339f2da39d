package holm.cluster.root;

import java.util.Optional;

/** What is known of the root, for whoever only looks: worker sessions, routes, metrics. Thread-safe. */
public final class RootView {
    private volatile Optional<Membership> membership;
    private volatile boolean connected;
    private volatile String trouble = "";

    public RootView(Optional<Membership> stored) {
        membership = stored;
    }

    /** @return empty until the first welcome */
    public Optional<Membership> membership() {
        return membership;
    }

    public boolean isConnected() {
        return connected;
    }

    /** @return why the root did not take this cluster, or why it was not reached; empty when all is well */
    public String trouble() {
        return trouble;
    }

    void joined(Membership now) {
        membership = Optional.of(now);
        connected = true;
        trouble = "";
    }

    void away(String why) {
        connected = false;
        trouble = why;
    }
}
