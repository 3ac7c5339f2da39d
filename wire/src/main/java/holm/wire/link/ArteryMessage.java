package holm.wire.link;

import holm.wire.log.LogMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** What crosses Artery between a worker's agent and the gateway of its cluster. All else is inside the frames. */
public sealed interface ArteryMessage {
    /**
     * An agent wants a session.
     *
     * @param agent names it in logs; who it is, its hello says
     * @param endpoint takes the frames for it
     */
    record Connect(String agent, ActorRef<ArteryMessage> endpoint) implements ArteryMessage {}

    /** @param endpoint takes the frames of the agent */
    record Connected(ActorRef<ArteryMessage> endpoint) implements ArteryMessage {}

    record Frame(ByteString bytes) implements ArteryMessage {}

    record Disconnect(String reason) implements ArteryMessage {}

    /** The log that the cluster asked for under this request can be pulled there. */
    record LogOffered(String request, ActorRef<LogMessage> source) implements ArteryMessage {}
}
