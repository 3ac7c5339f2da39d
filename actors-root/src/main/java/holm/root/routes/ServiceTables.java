package holm.root.routes;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What is known of the routes of a service, for people. Thread-safe; never waits. */
@FunctionalInterface
public interface ServiceTables {
    /**
     * @param key a canonical address, or a full service name
     * @return empty when nobody has it; waits up to a second for clusters
     */
    CompletionStage<Optional<RelayCommand.Shown>> find(String key);
}
