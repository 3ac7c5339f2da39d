package holm.wire.link;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Directives;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real server and a real client on loopback. */
class WebSocketLinkTest {
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("0123456789abcdef01234567"), 0);
    private final ActorTestKit root = ActorTestKit.create("root-of-test");
    private final ActorTestKit cluster = ActorTestKit.create("cluster-of-test");
    private final AtomicInteger owners = new AtomicInteger();
    private final TestProbe<LinkEvent<Upward, Downward>> rootOwner = TestProbe.create(root.system());
    private final TestProbe<LinkEvent<Downward, Upward>> clusterOwner = TestProbe.create(cluster.system());

    @AfterEach
    void stop() {
        cluster.shutdownTestKit();
        root.shutdownTestKit();
    }

    @Test
    void carriesMessagesBothWays() {
        var binding = listen(0);
        connect(binding);
        var up = openedAt(rootOwner);
        var down = openedAt(clusterOwner);
        for (var i = 0; i < 1_000; i++) {
            down.link().tell(new LinkCommand.Send<>(new Upward.Stopped(INSTANCE, new Fence(1, 1, i))));
            up.link().tell(new LinkCommand.Send<>(new Downward.Stop(INSTANCE, new Fence(1, 1, i))));
        }
        for (var i = 0; i < 1_000; i++) {
            assertThat(rootOwner.receiveMessage())
                    .isEqualTo(
                            new LinkEvent.Received<>(up.session(), new Upward.Stopped(INSTANCE, new Fence(1, 1, i))));
            assertThat(clusterOwner.receiveMessage())
                    .isEqualTo(
                            new LinkEvent.Received<>(down.session(), new Downward.Stop(INSTANCE, new Fence(1, 1, i))));
        }
    }

    @Test
    void connectsAgainAfterItsSessionWasClosed() {
        connect(listen(0));
        var first = openedAt(rootOwner);
        var atCluster = openedAt(clusterOwner);
        first.link().tell(new LinkCommand.Close<>("a newer session took over"));
        assertThat(rootOwner.receiveMessage())
                .isEqualTo(new LinkEvent.Closed<>(first.session(), "a newer session took over"));
        assertThat(clusterOwner.receiveMessage())
                .isEqualTo(new LinkEvent.Closed<>(atCluster.session(), "the peer closed the connection"));
        assertThat(openedAt(clusterOwner).session()).isNotEqualTo(atCluster.session());
        assertThat(openedAt(rootOwner).session()).isNotEqualTo(first.session());
    }

    @Test
    void connectsWhenTheRootComesLater() throws Exception {
        var binding = listen(0);
        binding.terminate(Duration.ofMillis(100)).toCompletableFuture().get();
        connect(binding);
        assertThat(clusterOwner.receiveMessage()).isInstanceOf(LinkEvent.Unreachable.class);
        listen(binding.localAddress().getPort());
        openedAt(rootOwner);
    }

    @Test
    void endsItsSessionWhenTheClientIsStopped() {
        var client = connect(listen(0));
        var session = openedAt(rootOwner).session();
        openedAt(clusterOwner);
        cluster.stop(client);
        assertThat(rootOwner.receiveMessage())
                .isEqualTo(new LinkEvent.Closed<>(session, "the peer closed the connection"));
    }

    @Test
    void aPlainRequestBeginsNoSession() throws Exception {
        var port = listen(0).localAddress().getPort();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/link".formatted(port)))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(400);
        }
        assertThat(owners).hasValue(0);
    }

    private ServerBinding listen(int port) {
        var route = Directives.path(
                "link",
                () -> WebSocketServer.route(root.system(), LinkCodec.upper(), LinkSettings.DEFAULT, _ -> {
                    owners.incrementAndGet();
                    return rootOwner.ref();
                }));
        return Http.get(root.system())
                .newServerAt("127.0.0.1", port)
                .bind(route)
                .toCompletableFuture()
                .join();
    }

    private org.apache.pekko.actor.typed.ActorRef<WebSocketClient.Command> connect(ServerBinding binding) {
        var uri = URI.create(
                "http://127.0.0.1:%d/link".formatted(binding.localAddress().getPort()));
        return cluster.spawn(WebSocketClient.create(uri, LinkCodec.lower(), LinkSettings.DEFAULT, clusterOwner.ref()));
    }

    /** Skips attempts that failed. */
    @SuppressWarnings("unchecked")
    private static <I, O> LinkEvent.Opened<I, O> openedAt(TestProbe<LinkEvent<I, O>> owner) {
        var events = owner.fishForMessage(
                Duration.ofSeconds(10),
                event -> event instanceof LinkEvent.Opened
                        ? org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes.complete()
                        : org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes.continueAndIgnore());
        return (LinkEvent.Opened<I, O>) events.getFirst();
    }
}
