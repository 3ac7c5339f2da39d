package holm.worker.member;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Learns at once that the orchestrator's process was started again. A silent connection to its port ends in the moment in which
 * the process does, while failure detectors need seconds of silence; and a port that refused connections and takes them again has
 * a new process behind it. A machine that vanishes without a word is left to the failure detectors.
 */
final class Tether implements AutoCloseable {
    /** Between two attempts: a small part of what a worker may take to be back. */
    private static final Duration AGAIN = Duration.ofMillis(200);

    private static final Duration CONNECTING = Duration.ofSeconds(2);

    private final String host;
    private final int port;
    private final Runnable returned;
    private final Thread thread;

    private Tether(String host, int port, Runnable returned) {
        this.host = host;
        this.port = port;
        this.returned = returned;
        this.thread = Thread.ofVirtual().name("tether").start(this::hold);
    }

    /**
     * @param address {@code HOST:PORT}
     * @param returned called, by a thread of its own, each time the port takes connections again after it refused them
     */
    static Tether to(String address, Runnable returned) {
        var colon = address.lastIndexOf(':');
        return new Tether(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), returned);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void hold() {
        var wasRefused = false;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try (var socket = new Socket()) {
                    socket.connect(new InetSocketAddress(host, port), (int) CONNECTING.toMillis());
                    if (wasRefused) {
                        returned.run();
                    }
                    wasRefused = false;
                    awaitEnd(socket);
                } catch (ConnectException refused) {
                    wasRefused = true;
                } catch (IOException lost) {
                    // Timed out, reset, no route: says nothing about the process behind it.
                }
                Thread.sleep(AGAIN);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(Socket socket) throws IOException {
        var in = socket.getInputStream();
        while (in.read() >= 0) {
            // Nothing is ever said to who says nothing.
        }
    }
}
