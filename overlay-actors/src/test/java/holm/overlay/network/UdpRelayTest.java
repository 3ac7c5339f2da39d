package holm.overlay.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpRelayTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private DatagramSocket target;
    private DatagramSocket client;

    @BeforeEach
    void open() throws IOException {
        target = socket();
        client = socket();
    }

    @AfterEach
    void close() {
        target.close();
        client.close();
    }

    @Test
    void bringsOnlyAnswersOfTheTarget() throws IOException {
        try (var relay = new UdpRelay(free(), at(target), LONG);
                var outsider = socket()) {
            send(client, "question", relay.address());
            var upstream = receive(target).getSocketAddress();
            send(outsider, "forged", upstream);
            send(target, "true", upstream);
            assertThat(text(receive(client))).isEqualTo("true");
        }
    }

    @Test
    void forgetsAnIdleClientAndServesItAnew() throws IOException {
        try (var relay = new UdpRelay(free(), at(target), Duration.ofMillis(50))) {
            send(client, "first", relay.address());
            receive(target);
            Awaitility.await().atMost(PATIENCE).until(() -> relay.clients() == 0);
            send(client, "second", relay.address());
            assertThat(text(receive(target))).isEqualTo("second");
        }
    }

    private static DatagramSocket socket() throws IOException {
        var socket = new DatagramSocket(free());
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        return socket;
    }

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static InetSocketAddress at(DatagramSocket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private static void send(DatagramSocket from, String text, SocketAddress to) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket receive(DatagramSocket at) throws IOException {
        var packet = new DatagramPacket(new byte[64], 64);
        at.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), packet.getOffset(), packet.getLength(), StandardCharsets.UTF_8);
    }
}
