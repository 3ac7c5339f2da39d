package holm.overlay.network;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Copies the bytes of TCP connections both ways, one pair of virtual threads for each connection. */
final class TcpRelay implements Closeable {
    /** Local callers only: more than this at once is a loop or an attack. */
    private static final int CONNECTIONS = 1_024;

    private static final int CONNECT_MILLIS = 5_000;

    /** Twenty attempts a second cost nothing, and no caller waits noticeably longer. */
    private static final Duration TROUBLE_PAUSE = Duration.ofMillis(50);

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    TcpRelay(InetSocketAddress listen, InetSocketAddress target) throws IOException {
        this.target = target;
        this.server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(listen);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        Thread.ofVirtual().name("relay-" + listen).start(this::accept);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (sockets.size() >= 2 * CONNECTIONS) {
                    client.close();
                } else {
                    Thread.startVirtualThread(() -> serve(client));
                }
            } catch (IOException closedOrOutOfFiles) {
                pauseUnlessClosed();
            }
        }
    }

    /** Files may be closed by others meanwhile, if this thread leaves them a processor. */
    private void pauseUnlessClosed() {
        if (server.isClosed()) {
            return;
        }
        try {
            Thread.sleep(TROUBLE_PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket client) {
        try (client;
                var upstream = new Socket()) {
            sockets.add(client);
            sockets.add(upstream);
            upstream.connect(target, CONNECT_MILLIS);
            var back = Thread.startVirtualThread(() -> copy(upstream, client));
            copy(client, upstream);
            back.join();
        } catch (IOException peerGone) {
            // The caller sees its connection closed, as it would see from the instance itself.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(client);
            sockets.removeIf(Socket::isClosed);
        }
    }

    /** Ends one direction when its source ends, so that a half-closed connection stays half open. */
    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            abandon(from);
            abandon(to);
        }
    }

    private static void abandon(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // It is closed either way.
        }
    }
}
