package holm.persistence;

import holm.domain.RefusalException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/**
 * A command that somebody waits for. The answer goes out only after everything it rests on is durable: the events, and the list
 * row that shows them (unless nobody reads it). A refusal is answered as a failure with a {@link RefusalException}.
 *
 * @param <S> the entity's state
 * @param <R> what is answered
 */
public interface Asked<S, R> {
    ActorRef<StatusReply<R>> replyTo();

    /** @param state after the command's events; the command may have had none (a question, or a repetition) */
    R answer(S state);

    /** @return whether whoever asked may look at lists next; if not, the answer need not wait for the row, only for the events */
    default boolean isFollowedByReading() {
        return true;
    }

    /** A command whose acceptance is the whole answer. */
    interface ForDone<S> extends Asked<S, Done> {
        @Override
        default Done answer(S state) {
            return Done.getInstance();
        }
    }
}
