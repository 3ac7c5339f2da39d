package holm.overlay.network;

import holm.domain.Protocol;
import holm.domain.descriptor.PortMapping;
import holm.overlay.NetworkFailure;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves port mappings on {@code ::1}: the kernel has no way to translate a packet whose source is {@code ::1} (tried: the
 * connection times out, for IPv6 knows no route_localnet), so Holm relays these few connections itself. It also holds the port, so
 * that a second program on this machine is told that it is taken. Ends with this process and begins again with the next.
 */
final class LoopbackRelay implements AutoCloseable {
    private final Map<PortMapping, Closeable> open = new HashMap<>();

    /**
     * @param target an address of the instance, of either family
     * @throws NetworkFailure with {@code mayDoElsewhere} when another program holds one of the ports; none is held then
     */
    synchronized void open(List<PortMapping> ports, String target) throws NetworkFailure {
        var opened = new ArrayList<PortMapping>();
        for (var port : ports) {
            if (open.containsKey(port)) {
                continue;
            }
            try {
                open.put(port, relay(port, target));
                opened.add(port);
            } catch (BindException taken) {
                close(opened);
                throw new NetworkFailure("port %s of this machine is taken".formatted(port.hostPort()), true);
            } catch (IOException e) {
                close(opened);
                throw new NetworkFailure("cannot listen on [::1]:%d: %s".formatted(port.host(), e.getMessage()), e);
            }
        }
    }

    synchronized void close(List<PortMapping> ports) {
        for (var port : ports) {
            var relay = open.remove(port);
            if (relay != null) {
                closeQuietly(relay);
            }
        }
    }

    @Override
    public synchronized void close() {
        open.values().forEach(LoopbackRelay::closeQuietly);
        open.clear();
    }

    private static Closeable relay(PortMapping port, String target) throws IOException {
        var listen = new InetSocketAddress(InetAddress.ofLiteral("::1"), port.host());
        var to = new InetSocketAddress(InetAddress.ofLiteral(target), port.container());
        return port.protocol() == Protocol.TCP ? new TcpRelay(listen, to) : new UdpRelay(listen, to);
    }

    private static void closeQuietly(Closeable relay) {
        try {
            relay.close();
        } catch (IOException alreadyClosed) {
            // Nothing is lost: the port is free either way.
        }
    }
}
