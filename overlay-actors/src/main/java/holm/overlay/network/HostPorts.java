package holm.overlay.network;

import holm.domain.Protocol;
import holm.domain.descriptor.PortMapping;
import holm.overlay.NetworkFailure;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Finds out whether another program of this machine uses a port: a mapping would silently take its callers away. */
final class HostPorts {
    private HostPorts() {}

    /** @throws NetworkFailure with {@code mayDoElsewhere} when one is used */
    static void requireFree(List<PortMapping> ports) throws NetworkFailure {
        for (var port : ports) {
            var wildcard = new InetSocketAddress(port.host());
            try {
                if (port.protocol() == Protocol.TCP) {
                    try (var probe = new ServerSocket()) {
                        probe.setReuseAddress(true);
                        probe.bind(wildcard);
                    }
                } else {
                    new DatagramSocket(wildcard).close();
                }
            } catch (IOException taken) {
                throw new NetworkFailure("port %s of this machine is taken".formatted(port.hostPort()), true);
            }
        }
    }
}
