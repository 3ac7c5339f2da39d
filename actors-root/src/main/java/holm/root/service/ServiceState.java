package holm.root.service;

import static holm.domain.Decision.accept;
import static holm.domain.Decision.refuse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import holm.domain.Decision;
import holm.domain.Refusal;
import holm.domain.message.Verdict;
import holm.domain.route.Endpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/** What one service wants. Nothing else decides how many instances there should be, or gives numbers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({@Type(ServiceState.Unknown.class), @Type(ServiceState.Known.class), @Type(ServiceState.Deleted.class)})
public sealed interface ServiceState {
    ServiceState UNKNOWN = new Unknown();

    /** @return what becomes true, or why it does not; commands that ask or only wake are always accepted */
    Decision<ServiceEvent> decide(ServiceCommand command);

    ServiceState apply(ServiceEvent event);

    /** @return what to tell a cluster that has this instance although no row tells of it */
    Verdict judge(int number);

    /** @return whether this instance's addresses, or the service's own, are still needed */
    boolean holds(Optional<Integer> instance);

    /** Never heard of. */
    @JsonTypeName("service-unknown-v1")
    record Unknown() implements ServiceState {
        @Override
        public Decision<ServiceEvent> decide(ServiceCommand command) {
            return switch (command) {
                case ServiceCommand.Create create -> accept(new ServiceEvent.Created(create.definition()));
                case ServiceCommand.AddInstance _,
                        ServiceCommand.RemoveInstance _,
                        ServiceCommand.SetReplicas _,
                        ServiceCommand.Weigh _,
                        ServiceCommand.Delete _ ->
                    refuse(Refusal.of(Refusal.Kind.UNKNOWN, "unknown-service", "there is no such service"));
                case ServiceCommand.Judge _,
                        ServiceCommand.Holds _,
                        ServiceCommand.Addressed _,
                        ServiceCommand.InstancesAddressed _,
                        ServiceCommand.InstancesNotAddressed _,
                        ServiceCommand.InstanceKnown _,
                        ServiceCommand.InstanceGone _,
                        ServiceCommand.Wake _,
                        ServiceCommand.Rest _,
                        ServiceCommand.Leave _ -> accept();
            };
        }

        @Override
        public ServiceState apply(ServiceEvent event) {
            return switch (event) {
                case ServiceEvent.Created(var definition) ->
                    new Known(definition, 0, TreePSet.empty(), TreePSet.empty(), false, Map.of());
                case ServiceEvent.Deleted() -> new Deleted(); // what came before was purged
                case ServiceEvent.Addressed _,
                        ServiceEvent.InstancesAdded _,
                        ServiceEvent.InstancesDismissed _,
                        ServiceEvent.InstanceGone _,
                        ServiceEvent.Weighed _,
                        ServiceEvent.DeletionStarted _ -> this;
            };
        }

        @Override
        public Verdict judge(int number) {
            return Verdict.UNKNOWN;
        }

        @Override
        public boolean holds(Optional<Integer> instance) {
            return false;
        }
    }

    /**
     * There is one.
     *
     * @param nextNumber what the next new instance is called
     * @param wanted numbers of the instances that should run
     * @param stopping numbers of those that should not, and are not gone yet
     * @param deleting whether the service itself goes when the last of them is gone
     * @param weights by number, of wanted instances that somebody gave another one than the usual
     */
    @JsonTypeName("service-known-v1")
    record Known(
            ServiceDefinition definition,
            int nextNumber,
            PSortedSet<Integer> wanted,
            PSortedSet<Integer> stopping,
            boolean deleting,
            Map<Integer, Integer> weights)
            implements ServiceState {
        public Known {
            weights = Map.copyOf(weights);
        }

        @JsonCreator
        static Known read(
                ServiceDefinition definition,
                int nextNumber,
                Collection<Integer> wanted,
                Collection<Integer> stopping,
                boolean deleting,
                @Nullable Map<Integer, Integer> weights) {
            return new Known(
                    definition,
                    nextNumber,
                    TreePSet.from(wanted),
                    TreePSet.from(stopping),
                    deleting,
                    weights == null ? Map.of() : weights);
        }

        @Override
        public Decision<ServiceEvent> decide(ServiceCommand command) {
            return new ServiceDecisions(this).decide(command);
        }

        @Override
        public ServiceState apply(ServiceEvent event) {
            return switch (event) {
                case ServiceEvent.Created _ -> this;
                case ServiceEvent.Addressed(var addresses) ->
                    new Known(definition.with(addresses), nextNumber, wanted, stopping, deleting, weights);
                case ServiceEvent.InstancesAdded(var count) ->
                    new Known(
                            definition,
                            nextNumber + count,
                            wanted.plusAll(IntStream.range(nextNumber, nextNumber + count)
                                    .boxed()
                                    .toList()),
                            stopping,
                            deleting,
                            weights);
                case ServiceEvent.InstancesDismissed(var numbers) ->
                    new Known(
                            definition,
                            nextNumber,
                            wanted.minusAll(numbers),
                            stopping.plusAll(numbers),
                            deleting,
                            without(numbers));
                case ServiceEvent.InstanceGone(var number) ->
                    new Known(definition, nextNumber, wanted, stopping.minus(number), deleting, weights);
                case ServiceEvent.Weighed(var number, var weight) ->
                    new Known(definition, nextNumber, wanted, stopping, deleting, with(number, weight));
                case ServiceEvent.DeletionStarted() ->
                    new Known(definition, nextNumber, TreePSet.empty(), stopping.plusAll(wanted), true, Map.of());
                case ServiceEvent.Deleted() -> new Deleted();
            };
        }

        @Override
        public Verdict judge(int number) {
            return number >= nextNumber || wanted.contains(number) ? Verdict.UNKNOWN : Verdict.GONE;
        }

        @Override
        public boolean holds(Optional<Integer> instance) {
            return instance.map(number -> wanted.contains(number) || stopping.contains(number))
                    .orElse(!deleting);
        }

        /** @return the number that was given last */
        public int newestNumber() {
            return nextNumber - 1;
        }

        private Map<Integer, Integer> with(int number, int weight) {
            var next = new HashMap<>(weights);
            if (weight == Endpoint.DEFAULT_WEIGHT) {
                next.remove(number);
            } else {
                next.put(number, weight);
            }
            return next;
        }

        private Map<Integer, Integer> without(List<Integer> numbers) {
            var next = new HashMap<>(weights);
            next.keySet().removeAll(numbers);
            return next;
        }
    }

    /** There was one; its id is never used again. */
    @JsonTypeName("service-gone-v1")
    record Deleted() implements ServiceState {
        @Override
        public Decision<ServiceEvent> decide(ServiceCommand command) {
            return switch (command) {
                case ServiceCommand.Create _ ->
                    refuse(Refusal.of(
                            Refusal.Kind.CONFLICT,
                            "service-exists",
                            "the service of this id was deleted; ids are not used again"));
                case ServiceCommand.AddInstance _,
                        ServiceCommand.RemoveInstance _,
                        ServiceCommand.SetReplicas _,
                        ServiceCommand.Weigh _ ->
                    refuse(Refusal.of(Refusal.Kind.UNKNOWN, "unknown-service", "this service was deleted"));
                case ServiceCommand.Delete _,
                        ServiceCommand.Judge _,
                        ServiceCommand.Holds _,
                        ServiceCommand.Addressed _,
                        ServiceCommand.InstancesAddressed _,
                        ServiceCommand.InstancesNotAddressed _,
                        ServiceCommand.InstanceKnown _,
                        ServiceCommand.InstanceGone _,
                        ServiceCommand.Wake _,
                        ServiceCommand.Rest _,
                        ServiceCommand.Leave _ -> accept();
            };
        }

        @Override
        public ServiceState apply(ServiceEvent event) {
            return this;
        }

        @Override
        public Verdict judge(int number) {
            return Verdict.GONE;
        }

        @Override
        public boolean holds(Optional<Integer> instance) {
            return false;
        }
    }
}
