package holm.app.tier;

import holm.app.cli.CommandFailure;
import holm.app.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * The ports of one machine with all three tiers. Others follow from the API's, so that a second Holm needs one option.
 *
 * @param api 10000 by default, where Oakestra's clients look
 */
record Ports(int api) {
    private static final int CLUSTER_HTTP = 100;
    private static final int CLUSTER_LINK = 150;
    private static final int WORKER_HTTP = 200;

    Ports {
        if (api < 1 || api + WORKER_HTTP > 65_535) {
            throw new CommandFailure(ExitCode.USAGE, "--port is between 1 and 65335: " + api);
        }
    }

    int clusterHttp() {
        return api + CLUSTER_HTTP;
    }

    /** Where workers join. */
    int clusterLink() {
        return api + CLUSTER_LINK;
    }

    int workerHttp() {
        return api + WORKER_HTTP;
    }

    /** @throws CommandFailure that names the first port that another program uses */
    void requireFree(String listen) {
        for (var port : List.of(api, clusterHttp(), clusterLink(), workerHttp())) {
            try (var probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(InetAddress.getByName(listen), port));
            } catch (IOException e) {
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        "port %d of %s cannot be used: %s. Is Holm running already? Choose others with --port."
                                .formatted(port, listen, e.getMessage()));
            }
        }
    }
}
