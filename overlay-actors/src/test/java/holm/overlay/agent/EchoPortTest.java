package holm.overlay.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EchoPortTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Double> millis = new CopyOnWriteArrayList<>();
    private EchoPort one;
    private EchoPort other;

    @BeforeEach
    void open() throws IOException {
        one = EchoPort.open(loopback());
        other = EchoPort.open(loopback());
    }

    @AfterEach
    void close() throws IOException {
        one.close();
        other.close();
    }

    @Test
    void measuresHowLongAPacketTakesThereAndBack() throws IOException {
        one.probe(other.address(), millis::add);
        await().atMost(PATIENCE).until(() -> millis.size() == 1);
        assertThat(millis.getFirst()).isBetween(0.0, (double) PATIENCE.toMillis());
    }

    @Test
    void answersNothingThatIsNoProbeAndGoesOn() throws IOException {
        try (var stranger = DatagramChannel.open().bind(loopback())) {
            stranger.configureBlocking(false);
            for (var size : new int[] {0, 1, 23, 25, 1_400, 9_000}) {
                stranger.send(ByteBuffer.allocate(size), other.address());
            }
            var kindless = new Echo(false, 1).write().put(15, (byte) 9);
            stranger.send(kindless, other.address());
            one.probe(other.address(), millis::add);
            await().atMost(PATIENCE).until(() -> millis.size() == 1);
            assertThat(stranger.receive(ByteBuffer.allocate(64))).isNull();
        }
    }

    @Test
    void believesOnlyWhoWasAsked() throws IOException {
        try (var asked = DatagramChannel.open().bind(loopback());
                var stranger = DatagramChannel.open().bind(loopback())) {
            one.probe((InetSocketAddress) asked.getLocalAddress(), millis::add);
            var question = ByteBuffer.allocate(Echo.BYTES);
            asked.receive(question);
            var answer = new Echo(true, Echo.read(question.flip()).orElseThrow().number());
            stranger.send(answer.write(), one.address());
            stranger.send(new Echo(true, 12_345).write(), one.address());
            one.probe(other.address(), _ -> millis.add(-1.0));
            await().atMost(PATIENCE).until(() -> millis.size() == 1);
            assertThat(millis).containsExactly(-1.0);
            asked.send(answer.write(), one.address());
            asked.send(answer.write(), one.address());
            one.probe(other.address(), _ -> millis.add(-2.0));
            await().atMost(PATIENCE).until(() -> millis.contains(-2.0));
            assertThat(millis).hasSize(3);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
