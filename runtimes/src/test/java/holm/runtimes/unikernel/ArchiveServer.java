package holm.runtimes.unikernel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A web server of archives that can misbehave. */
final class ArchiveServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> answers = new CopyOnWriteArrayList<>();

    /** What one path does. */
    @FunctionalInterface
    interface Page {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    ArchiveServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** @return the page's URL */
    String page(String path, Page page) {
        server.createContext(path, exchange -> {
            try (exchange) {
                page.answer(exchange);
                answers.add(path + " " + exchange.getResponseCode());
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
        return url(path);
    }

    String archive(String path, byte[] content) {
        return page(path, exchange -> send(exchange, 200, content));
    }

    String status(String path, int status) {
        return page(path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    String redirect(String path, String target) {
        return page(path, exchange -> {
            exchange.getResponseHeaders().add("Location", target);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** @return path and status of every whole answer, in order */
    List<String> answers() {
        return List.copyOf(answers);
    }

    void forget(String path) {
        server.removeContext(path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
