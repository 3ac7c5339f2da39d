package holm.root.address;

import holm.domain.ServiceId;
import holm.persistence.Store;
import holm.root.RootEntities;
import holm.root.row.TypedRows;
import holm.root.service.ServiceCommand;
import holm.root.service.ServiceRow;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What pools need of the rest of the root: who their owners are. */
public record AddressPoolParts(Store store, RootEntities entities, TypedRows<ServiceRow> services, Clock clock) {
    /** @return whether a list shows that the owner has it; subnets stay with their workers until their clusters give them back */
    boolean isExplained(String owner) {
        return AddressOwner.tryParse(owner)
                .map(known -> switch (known) {
                    case AddressOwner.OfService(var service, var _) ->
                        row(service).filter(row -> !row.deleting()).isPresent();
                    case AddressOwner.OfInstance(var instance) ->
                        row(instance.service())
                                .filter(row -> row.wanted().contains(instance.number())
                                        || row.stopping().contains(instance.number()))
                                .isPresent();
                    case AddressOwner.OfWorker _ -> true;
                })
                .orElse(true);
    }

    /** @return whether the owner has it, by its own word */
    CompletionStage<Boolean> ask(String owner) {
        return AddressOwner.tryParse(owner)
                .map(known -> switch (known) {
                    case AddressOwner.OfService(var service, var _) -> ask(service, Optional.empty());
                    case AddressOwner.OfInstance(var instance) ->
                        ask(instance.service(), Optional.of(instance.number()));
                    case AddressOwner.OfWorker _ -> CompletableFuture.completedStage(true);
                })
                .orElseGet(() -> CompletableFuture.completedStage(true));
    }

    private CompletionStage<Boolean> ask(ServiceId service, Optional<Integer> instance) {
        return entities.service(service)
                .ask(replyTo -> new ServiceCommand.Holds(instance, replyTo), AddressLimits.ANSWER);
    }

    private Optional<ServiceRow> row(ServiceId service) {
        return services.find(service.value());
    }
}
