package holm.overlay.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The name server of one worker, over UDP and TCP, on virtual threads of its own. Thread-safe. */
public final class NameServer implements AutoCloseable {
    /** A free port of TCP may be taken for UDP; of several, one is free for both. */
    private static final int ANY_PORT_ATTEMPTS = 10;

    private final List<UdpListener> datagrams = new ArrayList<>();
    private final List<TcpListener> connections = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final QueryCounts counts = new QueryCounts();

    private NameServer() {}

    /**
     * Listens and answers from now on.
     *
     * @param remote is asked about services that {@code names} does not know
     * @throws IOException when an address cannot be listened on, for example because another name server has taken port 53 of
     *     all addresses; names the address. Nothing is left open then
     */
    public static NameServer open(NameServerSettings settings, NameTable names, RemoteNames remote) throws IOException {
        var server = new NameServer();
        try {
            server.listen(settings, names, remote);
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    private void listen(NameServerSettings settings, NameTable names, RemoteNames remote) throws IOException {
        Set<InetSocketAddress> self = new HashSet<>();
        settings.listen().forEach(address -> self.add(new InetSocketAddress(address, settings.port())));
        var forwarder = new Forwarder(settings.upstreams(), self, settings.upstreamPatience(), new SecureRandom());
        var inquiries = new Inquiries(remote, settings.inquiryPatience());
        var resolution = new Resolution(names, inquiries, forwarder, Set.copyOf(settings.listen()));
        var handler = new QueryHandler(resolution, counts);
        for (var address : settings.listen()) {
            listen(address, settings.port(), handler);
        }
        // Nothing is answered unless everything is.
        datagrams.forEach(UdpListener::start);
        connections.forEach(TcpListener::start);
    }

    private void listen(InetAddress address, int port, QueryHandler handler) throws IOException {
        for (var attempt = 1; ; attempt++) {
            try {
                listenOnce(address, port, handler);
                return;
            } catch (IOException e) {
                if (port != 0 || attempt >= ANY_PORT_ATTEMPTS) {
                    throw new IOException(
                            "cannot listen on %s port %d: %s".formatted(Literals.text(address), port, e.getMessage()),
                            e);
                }
            }
        }
    }

    private void listenOnce(InetAddress address, int port, QueryHandler handler) throws IOException {
        var tcp = new TcpListener(new InetSocketAddress(address, port), handler);
        var both = new InetSocketAddress(address, tcp.port());
        try {
            datagrams.add(new UdpListener(both, handler, counts));
        } catch (IOException e) {
            tcp.close();
            throw e;
        }
        connections.add(tcp);
        addresses.add(both);
    }

    /** Where it is reached over both UDP and TCP, in the order of the settings. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    public QueryCounts counts() {
        return counts;
    }

    /** Queries at work get no answer any more. */
    @Override
    public void close() throws IOException {
        datagrams.forEach(UdpListener::close);
        for (var each : connections) {
            each.close();
        }
    }
}
