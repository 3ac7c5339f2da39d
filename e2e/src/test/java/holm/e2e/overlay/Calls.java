package holm.e2e.overlay;

import holm.e2e.support.Site.Host;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** HTTP requests to a service, each over a connection of its own. */
final class Calls {
    private static final String PATIENCE_SECONDS = "2";

    private Calls() {}

    /**
     * A request.
     *
     * @param startedAtNanos on the clock of {@link System#nanoTime}
     * @param answer empty when there was none
     */
    record Call(long startedAtNanos, String answer) {
        boolean failed() {
            return answer.isEmpty();
        }
    }

    /** @return how often each back end answered a process of the host */
    static Map<String, Integer> shares(Host from, String address, int calls) throws IOException, InterruptedException {
        var shares = new TreeMap<String, Integer>();
        for (var i = 0; i < calls; i++) {
            shares.merge(call(from, address).answer(), 1, Integer::sum);
        }
        return shares;
    }

    /** One after the other, to these addresses in turn. */
    static List<Call> during(Duration time, Host from, List<String> addresses)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + time.toNanos();
        var calls = new ArrayList<Call>();
        while (System.nanoTime() - end < 0) {
            calls.add(call(from, addresses.get(calls.size() % addresses.size())));
        }
        return calls;
    }

    private static Call call(Host from, String address) throws IOException, InterruptedException {
        var start = System.nanoTime();
        var curl = from.run("curl", "--silent", "--max-time", PATIENCE_SECONDS, "http://%s/".formatted(address));
        return new Call(start, curl.output().strip());
    }
}
