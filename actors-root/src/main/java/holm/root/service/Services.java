package holm.root.service;

import holm.domain.ApplicationId;
import holm.domain.ServiceId;
import holm.domain.address.IpAddress;
import holm.domain.descriptor.ServiceDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * Everything the user API asks of services. Thread-safe. Each stage ends when the change is persisted and its list row can be
 * read; it fails with a {@link holm.domain.RefusalException}: {@code OUTCOME_UNKNOWN} when the answer did not come in time,
 * {@code UNAVAILABLE} when the database is down.
 */
public interface Services {
    /** How many instances of one service may be wanted at a time: bounds the work that one request can cause. */
    int MOST_REPLICAS = 1_000;

    /**
     * Makes a service without instances. The same id again with the same descriptor is fine, with another one a conflict.
     *
     * @param owner name of the account that owns the application
     * @param source the microservice as the client sent it, handed back in answers
     */
    CompletionStage<Done> create(
            ServiceId id,
            ApplicationId application,
            String owner,
            ServiceDescriptor descriptor,
            Map<String, Object> source);

    /** @return the number of the new instance; never used before in this service */
    CompletionStage<Integer> addInstance(ServiceId id);

    /** Takes one instance away. Twice is fine; a number that never was is {@code UNKNOWN}. */
    CompletionStage<Done> removeInstance(ServiceId id, int number);

    /**
     * Adds or takes away instances, the highest numbers first.
     *
     * @param wanted 0–{@value #MOST_REPLICAS}
     * @return the numbers that are wanted now, ascending
     */
    CompletionStage<List<Integer>> setReplicas(ServiceId id, int wanted);

    /**
     * Says how much of the new flows an instance gets from policies that weigh.
     *
     * @param weight 0–1,000; 0 keeps new flows of every policy away from it, those that there are go on
     */
    CompletionStage<Done> weigh(ServiceId id, int number, int weight);

    /** Takes all instances away, then the service. It leaves lists at once; its instances may take a while to stop. Twice is fine. */
    CompletionStage<Done> delete(ServiceId id);

    /** @return the service, unless it is unknown or being deleted */
    Optional<ServiceView> find(ServiceId id);

    /** @return its services, by id */
    List<ServiceView> ofApplication(ApplicationId id);

    /** @return the ids of its services; much cheaper than {@link #ofApplication}, which looks at every instance */
    List<ServiceId> idsOfApplication(ApplicationId id);

    /** @return services of this full name, of any account, unless they are being deleted */
    List<ServiceId> named(String name);

    /** @return whose address it is, or whose instance's */
    Optional<ServiceId> at(IpAddress address);

    /** @return all services, by id */
    List<ServiceView> all();
}
