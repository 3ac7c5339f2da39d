package holm.e2e.bench.overlay;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Throughput by iperf3, from one namespace to another. */
final class Streams implements Closeable {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Short, so that there can be many: which ports the streams happen to have decides more about one measurement (±15 %) than its
     * length does.
     */
    private static final String BYTES = "500M";

    /** Client and server have a core each, or their scheduler decides more than the way between them. */
    private static final String CORES = "0,1";

    private static final int ATTEMPTS = 5;
    private static final double BITS = 1e9;
    private final Process server;

    private Streams(Process server) {
        this.server = server;
    }

    /** Serves all addresses of the namespace. */
    static Streams serve(Path namespace) throws IOException {
        var command = new ArrayList<>(Switch.entry(namespace));
        command.addAll(List.of("iperf3", "--server"));
        return new Streams(new ProcessBuilder(command)
                .redirectOutput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start());
    }

    /** @return Gbit/s that arrived, all streams together */
    static double measure(Path from, String address, int streams) throws IOException, InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                return once(from, address, streams);
            } catch (IllegalStateException busy) {
                // The server takes a moment between two tests.
                if (attempt == ATTEMPTS) {
                    throw busy;
                }
                Thread.sleep(200L * attempt);
            }
        }
    }

    private static double once(Path from, String address, int streams) throws IOException, InterruptedException {
        var command = new ArrayList<>(Switch.entry(from));
        command.addAll(List.of(
                "iperf3", "--client", address, "--parallel", Integer.toString(streams), "--bytes", BYTES, "--json"));
        command.addAll(List.of("--connect-timeout", "5000", "--affinity", CORES));
        var bits = JSON.readTree(Switch.run("", command.toArray(String[]::new)))
                .at("/end/sum_received/bits_per_second")
                .asDouble();
        if (bits == 0) {
            throw new IllegalStateException("iperf3 measured nothing to " + address);
        }
        return bits / BITS;
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
    }
}
