package holm.wire.link;

import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a link tells its owner: opened, then received in the order in which it was sent and without gaps, then closed, each with
 * its session, so that one owner may have many.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
public sealed interface LinkEvent<I, O> {
    /** A session began; send through {@code link}. */
    record Opened<I, O>(Session session, ActorRef<LinkCommand<O>> link) implements LinkEvent<I, O> {}

    record Received<I, O>(Session session, I message) implements LinkEvent<I, O> {}

    /** The session is over, whoever ended it. Comes once for each that was opened. */
    record Closed<I, O>(Session session, String reason) implements LinkEvent<I, O> {}

    /** An attempt to connect failed; another follows by itself. */
    record Unreachable<I, O>(String reason) implements LinkEvent<I, O> {}
}
