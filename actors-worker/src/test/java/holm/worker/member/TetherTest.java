package holm.worker.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TetherTest {
    private final AtomicInteger returned = new AtomicInteger();

    @Test
    void saysWhenAPortThatRefusedTakesConnectionsAgain() throws IOException {
        var first = listen(0);
        var port = first.getLocalPort();
        try (var tether = Tether.to("127.0.0.1:" + port, returned::incrementAndGet)) {
            var connection = first.accept();
            first.close();
            connection.close();
            await().during(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(returned).hasValue(0));
            try (var second = listen(port);
                    var again = second.accept()) {
                assertThat(again.isConnected()).isTrue();
                await().untilAsserted(() -> assertThat(returned).hasValue(1));
            }
            assertThat(tether).isNotNull();
        }
    }

    @Test
    void saysNothingWhenOnlyTheConnectionEnded() throws IOException {
        try (var server = listen(0);
                var tether = Tether.to("127.0.0.1:" + server.getLocalPort(), returned::incrementAndGet)) {
            server.accept().close();
            try (Socket again = server.accept()) {
                assertThat(again.isConnected()).isTrue();
            }
            assertThat(returned).hasValue(0);
            assertThat(tether).isNotNull();
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }
}
