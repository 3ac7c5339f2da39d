package holm.wire.link;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/** The upper end of links over WebSockets: the root takes its clusters. */
public final class WebSocketServer {
    private WebSocketServer() {}

    /**
     * A route that answers an upgrade, whatever the path: put it under the path of the link.
     *
     * @param owners who hears of a new session; called by any thread, must not block. One owner may have all sessions.
     */
    public static <I, O> Route route(
            ActorSystem<?> system,
            LinkCodec<I, O> codec,
            LinkSettings settings,
            Function<Session, ActorRef<LinkEvent<I, O>>> owners) {
        // Anybody's plain request would leave a link that nobody closes for a while.
        return Directives.extractWebSocketUpgrade(_ -> Directives.extractClientIP(client -> {
            var transport = WebSocketTransport.create(system);
            var session = Session.with(client.toString());
            var link = system.systemActorOf(
                    LinkActor.create(session, codec, settings, transport, owners.apply(session)),
                    "link-" + session.id(),
                    Props.empty());
            return Directives.handleWebSocketMessages(
                    transport.flow(system, CompletableFuture.completedFuture(link), settings.frameBytes()));
        }));
    }
}
