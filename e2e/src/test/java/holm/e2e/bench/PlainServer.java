package holm.e2e.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** As little as an HTTP server can do for an answer: the JDK's, which always sends the same bytes. */
final class PlainServer implements AutoCloseable {
    static {
        // Otherwise answers of more than one packet wait 40 ms for the client's delayed acknowledgement (RFC 896, RFC
        // 1122 4.2.3.2).
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;

    PlainServer(String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            try (var out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
