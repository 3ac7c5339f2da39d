package holm.e2e.bench.overlay;

import holm.e2e.bench.Samples;
import holm.e2e.support.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One way to the same server, and what was measured on it, in rounds. */
final class Lane {
    static final List<Integer> STREAMS = List.of(1, 4);

    private static final int EXCHANGES = 1_000;
    private static final int CONNECTIONS = 100;
    private final String name;
    private final Path from;
    private final Child caller;
    private final String address;
    private final Map<Integer, List<Double>> throughput = new TreeMap<>();
    private final Samples exchanges = new Samples();
    private final Samples connections = new Samples();

    /** @param from namespace of the client, where {@code caller} is */
    Lane(String name, Path from, Child caller, String address) {
        this.name = name;
        this.from = from;
        this.caller = caller;
        this.address = address;
        STREAMS.forEach(streams -> throughput.put(streams, new ArrayList<>()));
    }

    String name() {
        return name;
    }

    /** Not counted. */
    void warmUp() throws IOException {
        call("exchange", EXCHANGES);
        call("connect", CONNECTIONS);
    }

    void round() throws IOException, InterruptedException {
        for (var streams : STREAMS) {
            of(streams).add(Streams.measure(from, address, streams));
        }
        nanos(call("exchange", EXCHANGES)).forEach(exchanges::add);
        nanos(call("connect", CONNECTIONS)).forEach(connections::add);
    }

    /** @return Gbit/s, the median of all rounds */
    double throughput(int streams) {
        return median(of(streams));
    }

    /** @return this lane's throughput for each of the base's, the median of all rounds */
    double ratio(Lane base, int streams) {
        var own = of(streams);
        var others = base.of(streams);
        var ratios = new ArrayList<Double>();
        for (var round = 0; round < own.size(); round++) {
            ratios.add(own.get(round) / others.get(round));
        }
        return median(ratios);
    }

    Samples exchanges() {
        return exchanges;
    }

    Samples connections() {
        return connections;
    }

    private List<Double> of(int streams) {
        return throughput.getOrDefault(streams, List.of());
    }

    private String call(String what, int count) throws IOException {
        return caller.ask(what, address, Integer.toString(PingPong.PORT), Integer.toString(count));
    }

    private static List<Long> nanos(String text) {
        return Arrays.stream(text.split(" ", -1)).map(Long::valueOf).toList();
    }

    private static double median(List<Double> values) {
        return values.stream()
                .sorted()
                .skip((values.size() - 1) / 2)
                .findFirst()
                .orElse(Double.NaN);
    }
}
