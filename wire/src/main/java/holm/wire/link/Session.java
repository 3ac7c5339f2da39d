package holm.wire.link;

import java.util.UUID;

/**
 * One connection of a peer from its opening to its end. A newer session of a peer replaces the older one; which peer it is, its
 * hello says.
 *
 * @param id unique
 * @param peer where the other side is, for people
 */
public record Session(String id, String peer) {
    /** A new session with a random id. */
    public static Session with(String peer) {
        return new Session(UUID.randomUUID().toString(), peer);
    }

    @Override
    public String toString() {
        return id.substring(0, Math.min(8, id.length())) + " with " + peer;
    }
}
