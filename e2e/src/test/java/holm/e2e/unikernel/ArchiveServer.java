package holm.e2e.unikernel;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Serves archives by HTTP on every address of this machine. */
public final class ArchiveServer implements AutoCloseable {
    private final HttpServer server;
    private final String host;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    /** @param host under which those who fetch reach this machine */
    public ArchiveServer(String host) throws IOException {
        this.host = host;
        this.server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                var file = files.get(exchange.getRequestURI().getPath());
                exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
                if (file != null) {
                    exchange.getResponseBody().write(file);
                }
            }
        });
        server.start();
    }

    /** @return its URL */
    public String serve(String name, byte[] content) {
        files.put("/" + name, content);
        return url(name);
    }

    /** @return the URL of what may not be there */
    String url(String name) {
        return "http://%s:%d/%s".formatted(host, server.getAddress().getPort(), name);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
