package holm.overlay.dns;

import holm.overlay.dns.QueryCounts.Outcome;
import holm.overlay.dns.QueryHandler.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;

/** Takes queries as datagrams, each answered on a virtual thread of its own, so that none waits for another. */
final class UdpListener implements AutoCloseable {
    /** A burst of all that may be at work at once, with what the kernel counts for each small datagram. */
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    private final DatagramSocket socket;
    private final QueryHandler handler;
    private final QueryCounts counts;
    private final Slots slots = new Slots(DnsLimits.QUERIES, DnsLimits.QUERIES_PER_CLIENT);
    private final Thread receiver;

    UdpListener(InetSocketAddress listen, QueryHandler handler, QueryCounts counts) throws IOException {
        this.handler = handler;
        this.counts = counts;
        this.socket = new DatagramSocket(listen);
        this.socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        this.receiver = Thread.ofVirtual().name("dns-udp-" + listen).unstarted(this::receive);
    }

    void start() {
        receiver.start();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void receive() {
        var buffer = new byte[DnsLimits.QUERY_BYTES + 1];
        while (!socket.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                take(Arrays.copyOf(buffer, packet.getLength()), (InetSocketAddress) packet.getSocketAddress());
            } catch (IOException | RuntimeException closedOrTrouble) {
                Trouble.pauseUnless(socket.isClosed());
            }
        }
    }

    private void take(byte[] query, InetSocketAddress client) {
        var slot = slots.take(client.getAddress());
        if (slot.isEmpty()) {
            counts.query();
            counts.done(Outcome.DROPPED);
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                answer(query, client);
            } finally {
                slot.get().run();
            }
        });
    }

    private void answer(byte[] query, InetSocketAddress client) {
        try {
            var reply = handler.handle(query, client.getAddress(), Transport.UDP);
            if (reply.isPresent()) {
                send(reply.get(), client);
            }
        } catch (IOException unreachable) {
            // The client went away or the server is being closed; who still wants to know asks again.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(byte[] reply, SocketAddress client) throws IOException {
        socket.send(new DatagramPacket(reply, reply.length, client));
    }
}
