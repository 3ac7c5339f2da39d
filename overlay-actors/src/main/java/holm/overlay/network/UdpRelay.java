package holm.overlay.network;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Forwards datagrams, with one upstream socket for each client so that answers find their way back. It is connected: only the target
 * is heard.
 */
final class UdpRelay implements Closeable {
    /** Local callers only; the client that was served longest ago gives way to a new one. */
    private static final int CLIENTS = 256;

    /** As long as many NATs keep a flow of datagrams (RFC 4787 wants two minutes); each client costs a thread and 64 KiB. */
    private static final Duration IDLE = Duration.ofMinutes(2);

    private static final int LARGEST = 65_535;
    private final DatagramSocket server;
    private final InetSocketAddress target;
    private final Duration idle;
    private final Map<SocketAddress, Client> clients = new LinkedHashMap<>(16, 0.75f, true);

    /** Who sent, from which socket it is forwarded, and when it sent last. */
    private static final class Client {
        private final SocketAddress address;
        private final DatagramSocket upstream;
        private long sentNanos;

        Client(SocketAddress address, DatagramSocket upstream) {
            this.address = address;
            this.upstream = upstream;
        }
    }

    UdpRelay(InetSocketAddress listen, InetSocketAddress target) throws IOException {
        this(listen, target, IDLE);
    }

    /** @param idle a client that neither sends nor is answered for so long is forgotten */
    UdpRelay(InetSocketAddress listen, InetSocketAddress target, Duration idle) throws IOException {
        this.target = target;
        this.idle = idle;
        this.server = new DatagramSocket(listen);
        Thread.ofVirtual().name("relay-" + listen).start(this::forward);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    int clients() {
        synchronized (clients) {
            return clients.size();
        }
    }

    @Override
    public void close() {
        server.close();
        synchronized (clients) {
            clients.values().forEach(client -> client.upstream.close());
            clients.clear();
        }
    }

    private void forward() {
        var buffer = new byte[LARGEST];
        while (!server.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                server.receive(packet);
                send(packet);
            } catch (IOException closedOrRefused) {
                // A datagram may be lost; the next one is tried again until the relay is closed.
            }
        }
    }

    private void send(DatagramPacket packet) throws IOException {
        synchronized (clients) {
            var client = client(packet.getSocketAddress());
            client.sentNanos = System.nanoTime();
            client.upstream.send(new DatagramPacket(packet.getData(), packet.getOffset(), packet.getLength()));
        }
    }

    private Client client(SocketAddress address) throws IOException {
        var known = clients.get(address);
        if (known != null) {
            return known;
        }
        var client = new Client(address, connected());
        clients.put(address, client);
        if (clients.size() > CLIENTS) {
            var eldest = clients.entrySet().iterator();
            eldest.next().getValue().upstream.close();
            eldest.remove();
        }
        Thread.startVirtualThread(() -> answer(client));
        return client;
    }

    private DatagramSocket connected() throws IOException {
        var upstream = new DatagramSocket();
        try {
            upstream.connect(target);
            upstream.setSoTimeout(Math.toIntExact(idle.toMillis()));
            return upstream;
        } catch (IOException e) {
            upstream.close();
            throw e;
        }
    }

    private void answer(Client client) {
        var buffer = new byte[LARGEST];
        while (!client.upstream.isClosed() && !server.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                client.upstream.receive(packet);
                server.send(new DatagramPacket(buffer, packet.getOffset(), packet.getLength(), client.address));
            } catch (SocketTimeoutException unanswered) {
                forgetIfIdle(client);
            } catch (IOException closedOrRefused) {
                // As above.
            }
        }
    }

    private void forgetIfIdle(Client client) {
        synchronized (clients) {
            if (System.nanoTime() - client.sentNanos >= idle.toNanos()) {
                client.upstream.close();
                clients.remove(client.address, client);
            }
        }
    }
}
