package holm.wire.link;

import holm.wire.log.LogDesk;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The upper end of one session over Artery: lives as long as its link. */
final class ArteryEndpoint {
    private ArteryEndpoint() {}

    static <I, O> Behavior<ArteryMessage> create(
            Session session,
            ActorRef<ArteryMessage> peer,
            LinkCodec<I, O> codec,
            LinkSettings settings,
            ActorRef<LinkEvent<I, O>> owner,
            LogDesk logs) {
        return Behaviors.setup(context -> {
            peer.tell(new ArteryMessage.Connected(context.getSelf()));
            var link =
                    context.spawn(LinkActor.create(session, codec, settings, new ArteryTransport(peer), owner), "link");
            context.watch(link);
            context.watchWith(peer, new ArteryMessage.Disconnect("the worker's member is gone"));
            return Behaviors.receive(ArteryMessage.class)
                    .onMessage(ArteryMessage.Frame.class, frame -> {
                        link.tell(new LinkCommand.FrameReceived<>(frame.bytes()));
                        return Behaviors.same();
                    })
                    .onMessage(ArteryMessage.Disconnect.class, disconnect -> {
                        link.tell(new LinkCommand.TransportClosed<>(disconnect.reason()));
                        return Behaviors.same();
                    })
                    .onMessage(ArteryMessage.LogOffered.class, offered -> {
                        logs.offered(offered.request(), offered.source());
                        return Behaviors.same();
                    })
                    .onAnyMessage(_ -> Behaviors.same())
                    .onSignal(Terminated.class, _ -> Behaviors.stopped())
                    .build();
        });
    }
}
