package holm.root.http;

import java.util.Map;

/**
 * How clients see {@code _id}: as MongoDB wrote it. Upstream is about to send plain texts; then only this changes.
 */
public final class ClientId {
    private ClientId() {}

    public static Object of(String id) {
        return Map.of("$oid", id);
    }
}
