package holm.overlay.dns;

import holm.overlay.dns.QueryHandler.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes queries over connections, one after the other in each (RFC 7766). */
final class TcpListener implements AutoCloseable {
    private final ServerSocket server = new ServerSocket();
    private final QueryHandler handler;
    private final Slots slots = new Slots(DnsLimits.CONNECTIONS, DnsLimits.CONNECTIONS_PER_CLIENT);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    TcpListener(InetSocketAddress listen, QueryHandler handler) throws IOException {
        this.handler = handler;
        try {
            server.setReuseAddress(true); // connections of an earlier process may linger
            server.bind(listen);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        this.acceptor = Thread.ofVirtual().name("dns-tcp-" + listen).unstarted(this::accept);
    }

    void start() {
        acceptor.start();
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                take(server.accept());
            } catch (IOException | RuntimeException closedOrTrouble) {
                Trouble.pauseUnless(server.isClosed());
            }
        }
    }

    private void take(Socket client) throws IOException {
        var slot = slots.take(client.getInetAddress());
        if (slot.isEmpty()) {
            client.close();
            return;
        }
        open.add(client);
        Thread.startVirtualThread(() -> {
            try (client) {
                serve(client);
            } catch (IOException goneOrSilent) {
                // It is closed; who still wants to know connects again.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                open.remove(client);
                slot.get().run();
            }
        });
        if (server.isClosed()) {
            client.close(); // it came while the others were being closed
        }
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        var query = next(client);
        while (query.isPresent()) {
            var reply = handler.handle(query.get(), client.getInetAddress(), Transport.TCP);
            if (reply.isEmpty()) {
                return;
            }
            Frames.write(client, reply.get());
            query = next(client);
        }
    }

    private static Optional<byte[]> next(Socket client) throws IOException {
        return Frames.read(client, DnsLimits.CONNECTION_PATIENCE, DnsLimits.QUERY_BYTES);
    }
}
