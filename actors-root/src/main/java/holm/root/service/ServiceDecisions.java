package holm.root.service;

import static holm.domain.Decision.accept;
import static holm.domain.Decision.refuse;

import holm.domain.Decision;
import holm.domain.Refusal;
import holm.domain.route.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes true of a service that there is when it is told something, or why it does not: how many instances there should be, which
 * of them go, and when the service itself is gone.
 */
record ServiceDecisions(ServiceState.Known service) {
    Decision<ServiceEvent> decide(ServiceCommand command) {
        return switch (command) {
            case ServiceCommand.Create create -> create(create.definition());
            case ServiceCommand.AddInstance _ -> service.deleting() ? beingDeleted() : add(1);
            case ServiceCommand.RemoveInstance remove -> remove(remove.number());
            case ServiceCommand.SetReplicas replicas ->
                service.deleting() ? beingDeleted() : replicas(replicas.wanted());
            case ServiceCommand.Weigh(var number, var weight, var _) ->
                service.deleting() ? beingDeleted() : weigh(number, weight);
            case ServiceCommand.Delete _ -> delete();
            case ServiceCommand.InstanceGone gone -> gone(gone.number());
            case ServiceCommand.Addressed(var addresses) ->
                service.deleting() || service.definition().has(addresses)
                        ? accept()
                        : accept(new ServiceEvent.Addressed(addresses));
            case ServiceCommand.InstancesNotAddressed(var numbers, var dry) -> dry ? dismiss(numbers) : accept();
            case ServiceCommand.Judge _,
                    ServiceCommand.Holds _,
                    ServiceCommand.InstancesAddressed _,
                    ServiceCommand.InstanceKnown _,
                    ServiceCommand.Wake _,
                    ServiceCommand.Rest _,
                    ServiceCommand.Leave _ -> accept();
        };
    }

    private Decision<ServiceEvent> create(ServiceDefinition again) {
        return !service.deleting() && service.definition().sameAs(again)
                ? accept()
                : refuse(Refusal.of(Refusal.Kind.CONFLICT, "service-exists", "there is another service under this id"));
    }

    private Decision<ServiceEvent> add(int count) {
        return service.wanted().size() + count > Services.MOST_REPLICAS
                ? refuse(tooMany(service.wanted().size() + count))
                : accept(new ServiceEvent.InstancesAdded(count));
    }

    private Decision<ServiceEvent> remove(int number) {
        if (number < 0 || number >= service.nextNumber()) {
            return refuse(Refusal.of(
                    Refusal.Kind.UNKNOWN,
                    "unknown-instance",
                    "there was never an instance " + number + " of this service"));
        }
        return service.wanted().contains(number)
                ? accept(new ServiceEvent.InstancesDismissed(List.of(number)))
                : accept();
    }

    private Decision<ServiceEvent> weigh(int number, int weight) {
        if (weight < 0 || weight > Endpoint.LARGEST_WEIGHT) {
            return refuse(Refusal.invalid(
                    "weight", "weight is " + weight, "between 0 and %d".formatted(Endpoint.LARGEST_WEIGHT)));
        }
        if (!service.wanted().contains(number)) {
            return refuse(Refusal.of(
                    Refusal.Kind.UNKNOWN, "unknown-instance", "there is no instance " + number + " to weigh"));
        }
        return service.weights().getOrDefault(number, Endpoint.DEFAULT_WEIGHT) == weight
                ? accept()
                : accept(new ServiceEvent.Weighed(number, weight));
    }

    private Decision<ServiceEvent> dismiss(List<Integer> numbers) {
        var there = numbers.stream().filter(service.wanted()::contains).toList();
        return there.isEmpty() ? accept() : accept(new ServiceEvent.InstancesDismissed(there));
    }

    private Decision<ServiceEvent> replicas(int count) {
        if (count < 0 || count > Services.MOST_REPLICAS) {
            return refuse(tooMany(count));
        }
        var change = count - service.wanted().size();
        if (change == 0) {
            return accept();
        }
        return change > 0
                ? accept(new ServiceEvent.InstancesAdded(change))
                : accept(new ServiceEvent.InstancesDismissed(
                        service.wanted().descendingSet().stream().limit(-change).toList()));
    }

    private Decision<ServiceEvent> delete() {
        if (service.deleting()) {
            return accept();
        }
        return service.wanted().isEmpty() && service.stopping().isEmpty()
                ? accept(new ServiceEvent.DeletionStarted(), new ServiceEvent.Deleted())
                : accept(new ServiceEvent.DeletionStarted());
    }

    private Decision<ServiceEvent> gone(int number) {
        if (!service.stopping().contains(number)) {
            return accept();
        }
        var events = new ArrayList<ServiceEvent>(List.of(new ServiceEvent.InstanceGone(number)));
        if (service.deleting() && service.stopping().size() == 1) {
            events.add(new ServiceEvent.Deleted());
        }
        return accept(events);
    }

    private static Decision<ServiceEvent> beingDeleted() {
        return refuse(Refusal.of(Refusal.Kind.UNKNOWN, "unknown-service", "this service is being deleted"));
    }

    private static Refusal tooMany(int count) {
        return new Refusal(
                Refusal.Kind.INVALID,
                "invalid-field",
                "%d instances of one service are not possible".formatted(count),
                "replicas",
                "between 0 and %d".formatted(Services.MOST_REPLICAS));
    }
}
