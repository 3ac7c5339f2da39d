package holm.overlay.plane;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.overlay.kernel.Inside;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Calls servers from a place. */
record Caller(Inside inside) {
    private static final int PATIENCE_MILLIS = 8_000;

    static Caller in(Host host) {
        return new Caller(host.inside());
    }

    static Caller in(Instance instance) {
        return new Caller(instance.inside());
    }

    /** @return the name of who answered, and whom it saw */
    Answer ask(String address) throws Exception {
        return inside.call(() -> askHere(address));
    }

    /** As {@link #ask}, by the calling thread, which is in this place already. */
    Answer askHere(String address) throws IOException {
        try (var call = new Call(address)) {
            return call.answer();
        }
    }

    /** For who is not interested in the answer. */
    void askAndIgnore(String address) {
        try {
            askHere(address);
        } catch (IOException nobodyThere) {
            // As said.
        }
    }

    /** @return how often each answered */
    Map<String, Integer> ask(String address, int times) throws Exception {
        return inside.call(() -> {
            var counts = new TreeMap<String, Integer>();
            for (var i = 0; i < times; i++) {
                try (var call = new Call(address)) {
                    counts.merge(call.answer().name(), 1, Integer::sum);
                }
            }
            return counts;
        });
    }

    /** A connection that stays. */
    Call connect(String address) throws Exception {
        return inside.call(() -> new Call(address));
    }

    /** @return what the server says it got */
    String send(String address, int length) throws Exception {
        return send(address, length, PATIENCE_MILLIS);
    }

    String send(String address, int length, int millis) throws Exception {
        return inside.call(() -> {
            try (var socket = new DatagramSocket()) {
                return exchange(socket, address, length, millis);
            }
        });
    }

    /** An empty datagram; by a socket that is not connected, for the JDK sends nothing by one that is. */
    String sendNothing(String address) throws Exception {
        return inside.call(() -> {
            try (var socket = new DatagramSocket()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.send(new DatagramPacket(
                        new byte[0], 0, new InetSocketAddress(InetAddress.ofLiteral(address), Instance.UDP)));
                return answer(socket);
            }
        });
    }

    /** As {@link #send}, by the calling thread, which is in this place already. */
    String sendHere(String address, int length) throws IOException {
        try (var socket = new DatagramSocket()) {
            return exchange(socket, address, length, PATIENCE_MILLIS);
        }
    }

    static String exchange(DatagramSocket socket, String address, int length, int millis) throws IOException {
        socket.setSoTimeout(millis);
        // Connected, so that ICMP errors are heard.
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), Instance.UDP));
        socket.send(new DatagramPacket(new byte[length], length));
        return answer(socket);
    }

    private static String answer(DatagramSocket socket) throws IOException {
        var answer = new DatagramPacket(new byte[200], 200);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }

    record Answer(String name, String client) {}

    static final class Call implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader in;
        private final Answer answer;

        private Call(String address) throws IOException {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), Instance.TCP), PATIENCE_MILLIS);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var words = String.valueOf(in.readLine()).split(" ", 2);
            var client = words.length > 1 ? InetAddress.ofLiteral(words[1]) : socket.getLocalAddress();
            answer = new Answer(words[0], canonical(client));
        }

        private static String canonical(InetAddress address) {
            var bytes = ByteBuffer.wrap(address.getAddress());
            return bytes.capacity() == Integer.BYTES
                    ? new Ipv4Address(bytes.getInt()).toString()
                    : new Ipv6Address(bytes.getLong(), bytes.getLong()).toString();
        }

        Answer answer() {
            return answer;
        }

        /** @return what came back */
        String echo(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return String.valueOf(in.readLine());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
