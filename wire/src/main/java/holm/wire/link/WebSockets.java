package holm.wire.link;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketRequest;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;

/** Opens WebSockets as a client. */
public final class WebSockets {
    /** A server that takes longer to take a connection is tried again. */
    private static final Duration CONNECTING = Duration.ofSeconds(3);

    private WebSockets() {}

    /**
     * @param uri {@code ws://…}, {@code wss://…}, {@code http://…} or {@code https://…}
     * @param flow what to connect with the socket
     * @return answers when the server took the upgrade; fails with a reason for people
     */
    public static CompletionStage<Done> connect(ActorSystem<?> system, URI uri, Flow<Message, Message, NotUsed> flow) {
        var classic = Adapter.toClassic(system);
        var http = Http.get(classic);
        var settings = ClientConnectionSettings.create(classic).withConnectingTimeout(CONNECTING);
        var request = WebSocketRequest.create(webSocket(uri).toString());
        ConnectionContext security = "wss".equals(webSocket(uri).getScheme())
                ? http.defaultClientHttpsContext()
                : ConnectionContext.noEncryption();
        var answer = http.singleWebSocketRequest(
                        request,
                        flow,
                        security,
                        Optional.empty(),
                        settings,
                        classic.log(),
                        Materializer.matFromSystem(classic))
                .first();
        return answer.thenApply(upgrade -> {
            if (!upgrade.isValid()) {
                upgrade.response().discardEntityBytes(classic);
                throw new IllegalStateException(
                        "%s answered %s".formatted(uri, upgrade.response().status()));
            }
            return Done.getInstance();
        });
    }

    private static URI webSocket(URI uri) {
        var text = uri.toString();
        return text.startsWith("http") ? URI.create("ws" + text.substring("http".length())) : uri;
    }
}
