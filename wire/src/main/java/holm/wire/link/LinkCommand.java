package holm.wire.link;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/**
 * What a link can be told.
 *
 * @param <O> what goes out
 */
public sealed interface LinkCommand<O> {
    /** Sends a message after all that were sent before; it is lost when the link closes first. */
    record Send<O>(O message) implements LinkCommand<O> {}

    /**
     * Asks to be told when nothing waits for the peer any more; right away when nothing does, never when the session ends before.
     * Who has much to say says a part of it and goes on then.
     */
    record Flush<O>(ActorRef<Drained> replyTo) implements LinkCommand<O> {}

    /** Ends the session; its owner hears {@link LinkEvent.Closed}. */
    record Close<O>(String reason) implements LinkCommand<O> {}

    /** From the transport: one whole frame. */
    record FrameReceived<O>(ByteString frame) implements LinkCommand<O> {}

    /** From the transport: nothing will come or go any more. */
    record TransportClosed<O>(String reason) implements LinkCommand<O> {}

    /** From the link itself: time went by. */
    record Tick<O>() implements LinkCommand<O> {}
}
