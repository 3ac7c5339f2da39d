package holm.e2e.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;

import holm.e2e.support.Child;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Both ends of conversations, each a process of its own. The server says its name, and repeats every line after it over TCP;
 * over UDP it answers with its name. The client has its connections open for as long as it lives.
 */
public final class Talk {
    static final int PORT = 7;
    static final String SILENCE = "-";

    /** Much longer than an answer takes, shorter than the second within which somebody has to answer. */
    private static final int PATIENCE_MILLIS = 100;

    /** A connection may take as long as a lost packet and a busy machine need. */
    private static final int CONNECTION_MILLIS = 20_000;

    private final Map<String, Conversation> conversations = new HashMap<>();
    private final Map<String, DatagramSocket> ports = new HashMap<>();

    private record Conversation(Socket socket, BufferedReader in) {
        String say(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
            return String.valueOf(in.readLine());
        }
    }

    private Talk() {}

    /** A server's name; a client has none. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            serve(arguments[0]);
        }
        Child.serve(new Talk()::answer);
    }

    private String answer(String[] words) throws IOException {
        return switch (words[0]) {
            case "ready" -> "yes";
            case "open" -> open(words[1], words[2]);
            case "say" -> conversations.get(words[1]).say(words[2]);
            case "send" -> send(words[1], words[2]);
            case "throw" ->
                throwBytes(words[1], Integer.parseInt(words[2]), HexFormat.of().parseHex(words[3]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    /** @return the name of who is at the other end */
    private String open(String conversation, String address) throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(CONNECTION_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), PORT), CONNECTION_MILLIS);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        conversations.put(conversation, new Conversation(socket, in));
        return String.valueOf(in.readLine());
    }

    /** @return the name of who answers, always to the same port; {@link #SILENCE} when nobody does in time */
    private String send(String port, String address) throws IOException {
        var socket = ports.get(port);
        if (socket == null) {
            socket = new DatagramSocket();
            ports.put(port, socket);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        var answer = new DatagramPacket(new byte[100], 100);
        try {
            socket.send(
                    new DatagramPacket(new byte[1], 1, new InetSocketAddress(InetAddress.ofLiteral(address), PORT)));
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), UTF_8);
        } catch (SocketException | SocketTimeoutException nobody) {
            // Refused at once by the kernel, or nobody there.
            return SILENCE;
        }
    }

    /** A datagram that nobody waits for. */
    private static String throwBytes(String address, int port, byte[] bytes) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(
                    bytes, bytes.length, new InetSocketAddress(InetAddress.ofLiteral(address), port)));
            return "thrown";
        }
    }

    private static void serve(String name) throws IOException {
        var connections = new ServerSocket(PORT);
        var datagrams = new DatagramSocket(PORT);
        beside(() -> {
            while (true) {
                var socket = connections.accept();
                beside(() -> repeat(name, socket));
            }
        });
        beside(() -> {
            var packet = new DatagramPacket(new byte[1], 1);
            while (true) {
                datagrams.receive(packet);
                var answer = name.getBytes(UTF_8);
                datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        });
    }

    private static void repeat(String name, Socket socket) throws IOException {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            var out = socket.getOutputStream();
            out.write((name + "\n").getBytes(UTF_8));
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                out.write((name + ":" + line + "\n").getBytes(UTF_8));
            }
        }
    }

    private interface Service {
        void run() throws IOException;
    }

    private static void beside(Service service) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                service.run();
            } catch (IOException gone) {
                // The other end went.
            }
        });
    }
}
