package holm.wire.link;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** The way to one actor on another machine as a transport. */
record ArteryTransport(ActorRef<ArteryMessage> peer) implements Transport {
    @Override
    public void send(ByteString frame) {
        peer.tell(new ArteryMessage.Frame(frame));
    }

    @Override
    public void close(String reason) {
        peer.tell(new ArteryMessage.Disconnect(reason));
    }
}
