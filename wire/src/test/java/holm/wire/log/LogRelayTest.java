package holm.wire.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log from a worker's sender over a cluster's WebSocket to the root's reader, all on loopback. */
class LogRelayTest {
    private static final LogQuery ALL = new LogQuery(Optional.empty(), Optional.empty(), false);
    private final ActorTestKit kit = ActorTestKit.create();
    private final LogDesk rootDesk = new LogDesk(kit.system());
    private final LogDesk clusterDesk = new LogDesk(kit.system());
    private URI uri;

    @BeforeEach
    void listen() {
        var route = Directives.pathPrefix("logs", () -> LogRelay.route(kit.system(), rootDesk));
        var binding = Http.get(kit.system())
                .newServerAt("127.0.0.1", 0)
                .bind(route)
                .toCompletableFuture()
                .join();
        uri = URI.create(
                "http://127.0.0.1:%d/logs/abc".formatted(binding.localAddress().getPort()));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void bringsEveryLine() {
        var read = rootDesk.expect("abc").runWith(Sink.seq(), kit.system());
        relay((_, line) -> IntStream.range(0, 10_000)
                .forEach(i -> assertThat(line.test(line(i))).isTrue()));
        assertThat(read.toCompletableFuture().join())
                .isEqualTo(
                        IntStream.range(0, 10_000).mapToObj(LogRelayTest::line).toList());
    }

    @Test
    void bringsALineAtOnceAlsoWhenTheLogGoesOn() throws Exception {
        var goOn = new CountDownLatch(1);
        var read = rootDesk.expect("abc").take(1).runWith(Sink.seq(), kit.system());
        relay((_, line) -> {
            assertThat(line.test(line(0))).isTrue();
            goOn.await();
        });
        assertThat(read.toCompletableFuture().get()).containsExactly(line(0));
    }

    @Test
    void endsTheReadingWhenTheReaderLeaves() {
        var interrupted = new AtomicInteger();
        var read = rootDesk.expect("abc").take(1).runWith(Sink.seq(), kit.system());
        relay((_, line) -> {
            assertThat(line.test(line(0))).isTrue();
            try {
                Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException left) {
                interrupted.incrementAndGet();
                throw left;
            }
        });
        read.toCompletableFuture().join();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(interrupted).hasValue(1));
    }

    @Test
    void readsNoFurtherThanTheReader() {
        var read = new AtomicInteger();
        var first = rootDesk.expect("abc").runWith(Sink.queue(), kit.system());
        relay((_, line) ->
                IntStream.range(0, 1_000_000).takeWhile(i -> line.test(line(i))).forEach(_ -> read.incrementAndGet()));
        assertThat(first.pull().toCompletableFuture().join()).contains(line(0));
        // What lies in the sockets between them is some megabytes, as the kernel pleases: far less than half of it all.
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> read.get() < 500_000);
        first.cancel();
    }

    @Test
    void tellsTheReaderWhyThereIsNone() {
        var read = rootDesk.expect("abc").runWith(Sink.seq(), kit.system());
        LogRelay.refuse(kit.system(), uri, "no such instance on this cluster")
                .toCompletableFuture()
                .join();
        assertThatThrownBy(() -> read.toCompletableFuture().join())
                .hasRootCauseMessage("no such instance on this cluster");
    }

    @Test
    void tellsTheReaderWhenTheLogCannotBeRead() {
        var read = rootDesk.expect("abc").runWith(Sink.seq(), kit.system());
        relay((_, _) -> {
            throw new IllegalStateException("disk is gone");
        });
        assertThatThrownBy(() -> read.toCompletableFuture().join())
                .hasRootCauseMessage("the log cannot be read: disk is gone");
    }

    @Test
    void aPlainRequestTakesNoReaderItsLog() throws Exception {
        var read = rootDesk.expect("abc").runWith(Sink.seq(), kit.system());
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(400);
        }
        relay((_, line) -> assertThat(line.test(line(0))).isTrue());
        assertThat(read.toCompletableFuture().join()).containsExactly(line(0));
    }

    @Test
    void refusesALogThatNobodyWaitsFor() {
        assertThatThrownBy(() -> LogRelay.send(kit.system(), uri, Source.from(List.of(line(0))))
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("404");
    }

    private void relay(LogReading log) {
        var lines = clusterDesk.expect("abc");
        clusterDesk.offered("abc", kit.spawn(LogSender.create(log, ALL)));
        LogRelay.send(kit.system(), uri, lines).toCompletableFuture().join();
    }

    private static LogLine line(int number) {
        return new LogLine(number, LogLine.Stream.STDERR, 1, "line " + number);
    }
}
