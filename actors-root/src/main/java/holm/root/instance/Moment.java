package holm.root.instance;

/**
 * When something is decided.
 *
 * @param nowMillis milliseconds since 1970
 * @param listeningSinceMillis since when whoever is waited for could have been heard: a root that was away, or a cluster that was
 *     not connected, uses up nobody's time; {@link Long#MAX_VALUE} when it cannot be heard now
 */
public record Moment(long nowMillis, long listeningSinceMillis) {
    /** @return milliseconds for which an answer could have come; below zero when it could not */
    long waitedSince(long sinceMillis) {
        return nowMillis - Math.max(sinceMillis, listeningSinceMillis);
    }
}
