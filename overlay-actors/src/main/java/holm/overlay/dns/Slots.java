package holm.overlay.dns;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A bounded number of places, of which one client takes only a part. Thread-safe. */
final class Slots {
    private final int total;
    private final int perClient;
    private final Map<InetAddress, Integer> taken = new HashMap<>();
    private int sum;

    Slots(int total, int perClient) {
        this.total = total;
        this.perClient = perClient;
    }

    /** @return how to give the place back, once; empty when there is no room, for this client or at all */
    synchronized Optional<Runnable> take(InetAddress client) {
        var his = taken.getOrDefault(client, 0);
        if (sum >= total || his >= perClient) {
            return Optional.empty();
        }
        taken.put(client, his + 1);
        sum++;
        return Optional.of(() -> giveBack(client));
    }

    private synchronized void giveBack(InetAddress client) {
        taken.computeIfPresent(client, (who, his) -> his == 1 ? null : his - 1);
        sum--;
    }
}
