package holm.root.service;

import holm.domain.address.AddressPair;
import holm.domain.message.Verdict;
import holm.persistence.Asked;
import holm.persistence.Passivation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** What a service can be told. Every command but {@link AddInstance} is safe to send twice. */
public sealed interface ServiceCommand {
    record Create(ServiceDefinition definition, ActorRef<StatusReply<Done>> replyTo)
            implements ServiceCommand, Asked.ForDone<ServiceState> {}

    record AddInstance(ActorRef<StatusReply<Integer>> replyTo) implements ServiceCommand, Asked<ServiceState, Integer> {
        @Override
        public Integer answer(ServiceState state) {
            return state instanceof ServiceState.Known known ? known.newestNumber() : -1;
        }
    }

    record RemoveInstance(int number, ActorRef<StatusReply<Done>> replyTo)
            implements ServiceCommand, Asked.ForDone<ServiceState> {}

    record SetReplicas(int wanted, ActorRef<StatusReply<List<Integer>>> replyTo)
            implements ServiceCommand, Asked<ServiceState, List<Integer>> {
        @Override
        public List<Integer> answer(ServiceState state) {
            return state instanceof ServiceState.Known known ? List.copyOf(known.wanted()) : List.of();
        }
    }

    /** @param weight 0–1,000 */
    record Weigh(int number, int weight, ActorRef<StatusReply<Done>> replyTo)
            implements ServiceCommand, Asked.ForDone<ServiceState> {}

    record Delete(ActorRef<StatusReply<Done>> replyTo) implements ServiceCommand, Asked.ForDone<ServiceState> {}

    /** From a session: a cluster has this instance and no row tells of it. */
    record Judge(int number, ActorRef<Verdict> replyTo) implements ServiceCommand {}

    /**
     * From an address pool: is this yours?
     *
     * @param instance whose address it is; empty for one of the service itself
     */
    record Holds(Optional<Integer> instance, ActorRef<Boolean> replyTo) implements ServiceCommand {}

    /**
     * From the pools: the addresses of the service itself.
     *
     * @param addresses by the policy's word; empty when they did not answer and are asked again
     */
    record Addressed(Map<String, AddressPair> addresses) implements ServiceCommand {
        public Addressed {
            addresses = Map.copyOf(addresses);
        }
    }

    /** From the pools: these instances have their addresses. */
    record InstancesAddressed(Map<Integer, AddressPair> addresses) implements ServiceCommand {
        public InstancesAddressed {
            addresses = Map.copyOf(addresses);
        }
    }

    /**
     * From the pools.
     *
     * @param dry whether no address is left, so that these cannot be; if not, they are asked for again
     */
    record InstancesNotAddressed(List<Integer> numbers, boolean dry) implements ServiceCommand {}

    /** From an instance: it knows that it is wanted. */
    record InstanceKnown(int number) implements ServiceCommand {}

    /** From an instance: nothing of it is left. */
    record InstanceGone(int number) implements ServiceCommand {}

    /** Look whether there is work: from the scan at the start, and from the entity's own timer. */
    record Wake() implements ServiceCommand {}

    /** From the entity itself: nothing was to be done for a while. */
    record Rest() implements ServiceCommand {}

    /** From sharding: leave the memory. */
    record Leave() implements ServiceCommand, Passivation {}
}
