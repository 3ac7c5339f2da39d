package holm.overlay.network;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Forwards datagrams, with one upstream socket for each client so that answers find their way back. */
final class UdpRelay implements Closeable {
    /** Local callers only; the client that was served longest ago gives way to a new one. */
    private static final int CLIENTS = 256;

    private static final int LARGEST = 65_535;
    private final DatagramSocket server;
    private final InetSocketAddress target;
    private final Map<SocketAddress, DatagramSocket> clients = new LinkedHashMap<>(16, 0.75f, true);

    UdpRelay(InetSocketAddress listen, InetSocketAddress target) throws IOException {
        this.target = target;
        this.server = new DatagramSocket(listen);
        Thread.ofVirtual().name("relay-" + listen).start(this::forward);
    }

    @Override
    public void close() {
        server.close();
        synchronized (clients) {
            clients.values().forEach(DatagramSocket::close);
            clients.clear();
        }
    }

    private void forward() {
        var buffer = new byte[LARGEST];
        while (!server.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                server.receive(packet);
                upstream(packet.getSocketAddress())
                        .send(new DatagramPacket(buffer, packet.getOffset(), packet.getLength(), target));
            } catch (IOException closedOrRefused) {
                // A datagram may be lost; the next one is tried again until the relay is closed.
            }
        }
    }

    private DatagramSocket upstream(SocketAddress client) throws IOException {
        synchronized (clients) {
            var known = clients.get(client);
            if (known != null && !known.isClosed()) {
                return known;
            }
            var socket = new DatagramSocket();
            clients.put(client, socket);
            if (clients.size() > CLIENTS) {
                var eldest = clients.entrySet().iterator();
                eldest.next().getValue().close();
                eldest.remove();
            }
            Thread.startVirtualThread(() -> answer(client, socket));
            return socket;
        }
    }

    private void answer(SocketAddress client, DatagramSocket upstream) {
        var buffer = new byte[LARGEST];
        while (!upstream.isClosed() && !server.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                upstream.receive(packet);
                server.send(new DatagramPacket(buffer, packet.getOffset(), packet.getLength(), client));
            } catch (IOException closedOrRefused) {
                // As above.
            }
        }
    }
}
