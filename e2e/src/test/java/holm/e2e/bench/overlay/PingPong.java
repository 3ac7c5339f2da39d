package holm.e2e.bench.overlay;

import holm.e2e.support.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One byte there and one back over TCP, and connections: how long each takes, on both ends a process of its own. */
public final class PingPong {
    static final int PORT = 7;
    private static final int BACKLOG = 512;
    private static final int PATIENCE_MILLIS = 8_000;

    private PingPong() {}

    /** {@code serve}, or nothing to be asked {@code exchange ADDRESS PORT COUNT} and {@code connect ADDRESS PORT COUNT}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            Thread.ofPlatform().daemon().start(PingPong::accept);
        }
        Child.serve(words -> switch (words[0]) {
            case "exchange" -> exchange(address(words), Integer.parseInt(words[3]));
            case "connect" -> connect(address(words), Integer.parseInt(words[3]));
            case "ready" -> "yes";
            default -> throw new IllegalArgumentException(words[0]);
        });
    }

    private static InetSocketAddress address(String[] words) {
        return new InetSocketAddress(InetAddress.ofLiteral(words[1]), Integer.parseInt(words[2]));
    }

    private static String exchange(InetSocketAddress server, int count) throws IOException {
        try (var socket = connected(server)) {
            var in = socket.getInputStream();
            var out = socket.getOutputStream();
            var nanos = new ArrayList<Long>();
            for (var i = 0; i < count; i++) {
                var start = System.nanoTime();
                out.write(i);
                if (in.read() < 0) {
                    throw new IOException("the other end went");
                }
                nanos.add(System.nanoTime() - start);
            }
            return text(nanos);
        }
    }

    private static String connect(InetSocketAddress server, int count) throws IOException {
        var nanos = new ArrayList<Long>();
        for (var i = 0; i < count; i++) {
            var start = System.nanoTime();
            var socket = connected(server);
            nanos.add(System.nanoTime() - start);
            socket.close();
        }
        return text(nanos);
    }

    private static Socket connected(InetSocketAddress server) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(server, PATIENCE_MILLIS);
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    private static String text(List<Long> nanos) {
        return nanos.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static void accept() {
        try (var server = new ServerSocket(PORT, BACKLOG)) {
            while (true) {
                var socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> answer(socket));
            }
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = socket.getInputStream();
            var out = socket.getOutputStream();
            for (var read = in.read(); read >= 0; read = in.read()) {
                out.write(read);
            }
        } catch (IOException gone) {
            // The caller has what it wanted.
        }
    }
}
