package holm.persistence.counter;

import holm.persistence.Asked;
import holm.persistence.Passivation;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

public sealed interface CounterCommand {
    /** Refused when it would go beyond {@link CounterState#MOST}. */
    record Add(int amount, ActorRef<StatusReply<Done>> replyTo)
            implements CounterCommand, Asked.ForDone<CounterState> {}

    record Get(ActorRef<StatusReply<Integer>> replyTo) implements CounterCommand, Asked<CounterState, Integer> {
        @Override
        public Integer answer(CounterState state) {
            return state.deleted() ? CounterState.DELETED : state.total();
        }
    }

    record Delete(ActorRef<StatusReply<Done>> replyTo) implements CounterCommand, Asked.ForDone<CounterState> {}

    /** Nothing was to be done for a while. */
    record Rest() implements CounterCommand {}

    /** Look whether something is to be done. */
    record Wake() implements CounterCommand {}

    record Stop() implements CounterCommand, Passivation {}
}
