package holm.cluster.routes;

import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import holm.domain.message.OverlayUpdate;
import holm.domain.route.Endpoint;
import holm.domain.route.RoutedService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Where the addresses of one service lead, and who was told. Nothing of it is stored (decision 0008): the endpoints of this cluster
 * are read from the rows of its instances, those of other clusters come from the root, interest from the workers' sessions.
 *
 * @param cluster this one
 * @param about empty until an instance runs here or the root said what the service is
 * @param local endpoints of this cluster
 * @param foreign endpoints of other clusters, as the root said them last
 * @param known other clusters of which the root said something, ever
 * @param complete whether the root said, ever, that it knew of all
 * @param foreignVersion of what the root said last; 0 before
 * @param routes what follows from all this; empty while {@code about} is
 */
record ServiceRoutesState(
        ServiceId service,
        ClusterId cluster,
        Optional<RoutedService> about,
        PMap<InstanceId, Endpoint> local,
        PMap<InstanceId, Endpoint> foreign,
        Set<ClusterId> known,
        boolean complete,
        long foreignVersion,
        Optional<KnownRoutes> routes,
        PMap<WorkerId, Subscriber> subscribers) {
    /** As many messages as a worker can work off in the time that one of them may take; the rest is told as one. */
    private static final int MOST_UNANSWERED = 8;

    /** What is to be sent, and the state after it was. */
    record Flush(ServiceRoutesState next, Map<WorkerId, List<OverlayUpdate>> messages) {}

    static ServiceRoutesState empty(ServiceId service, ClusterId cluster) {
        return new ServiceRoutesState(
                service,
                cluster,
                Optional.empty(),
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                Set.of(),
                false,
                0,
                Optional.empty(),
                HashTreePMap.empty());
    }

    long version() {
        return routes.map(KnownRoutes::version).orElse(0L);
    }

    /** @param now how the instance is reached in this cluster; empty when it is not */
    ServiceRoutesState local(
            InstanceId instance, Optional<RoutedService> service, Optional<Endpoint> now, LongSupplier versions) {
        var next = now.map(endpoint -> local.plus(instance, endpoint)).orElse(local.minus(instance));
        return with(about.or(() -> service), next, foreign, known, complete, foreignVersion)
                .changed(List.of(instance), versions);
    }

    /** The root said what other clusters have. Clusters that it has not heard of yet keep what they were known to have. */
    ServiceRoutesState foreign(OverlayUpdate.Routes whole, LongSupplier versions) {
        var kept = foreign;
        for (var endpoint : foreign.values()) {
            if (whole.complete() || whole.known().contains(endpoint.cluster())) {
                kept = kept.minus(endpoint.instance());
            }
        }
        for (var endpoint : whole.table().endpoints()) {
            if (!endpoint.cluster().equals(cluster)) {
                kept = kept.plus(endpoint.instance(), endpoint);
            }
        }
        var heardOf = new HashSet<>(known);
        heardOf.addAll(whole.known());
        heardOf.remove(cluster);
        var touched = new HashSet<>(foreign.keySet());
        touched.addAll(kept.keySet());
        return with(
                        Optional.of(whole.table().about()),
                        local,
                        kept,
                        Set.copyOf(heardOf),
                        complete || whole.complete(),
                        whole.table().version())
                .changed(touched, versions);
    }

    /** @param version which the worker says to have */
    ServiceRoutesState interested(WorkerId worker, String session, long version) {
        var has = routes.filter(now -> now.version() == version);
        return with(subscribers.plus(worker, new Subscriber(session, has, has.isPresent() ? version : 0, 0)));
    }

    /** The session of a worker says that it is interested still: only news when somebody was restarted. */
    ServiceRoutesState stillInterested(WorkerId worker, String session) {
        var there = subscribers.get(worker);
        return there != null && there.session().equals(session) ? this : interested(worker, session, 0);
    }

    ServiceRoutesState uninterested(WorkerId worker, String session) {
        var there = subscribers.get(worker);
        return there != null && there.session().equals(session) ? with(subscribers.minus(worker)) : this;
    }

    /** Nobody is interested any more. Whoever has the table all the same says so again, and is told again. */
    ServiceRoutesState abandoned() {
        return with(HashTreePMap.<WorkerId, Subscriber>empty());
    }

    ServiceRoutesState applied(WorkerId worker, String session, long version) {
        var there = subscribers.get(worker);
        return there != null && there.session().equals(session)
                ? with(subscribers.plus(worker, there.applied(version)))
                : this;
    }

    /** @return whether every interested worker has this version, or a later one, in its kernel */
    boolean isAppliedEverywhere(long wanted) {
        return subscribers.values().stream().allMatch(subscriber -> subscriber.applied() >= wanted);
    }

    boolean isWaitedFor() {
        return subscribers.values().stream().anyMatch(this::isBusy);
    }

    /** Workers that did not answer for long are sent what they miss all the same. */
    ServiceRoutesState forgiving() {
        var next = subscribers;
        for (var entry : subscribers.entrySet()) {
            next = next.plus(entry.getKey(), entry.getValue().forgiven());
        }
        return with(next);
    }

    /** @return messages for those of the workers that are interested, lack something and are not busy with earlier messages */
    Flush flush(Set<WorkerId> workers) {
        if (routes.isEmpty()) {
            return new Flush(this, Map.of());
        }
        var now = routes.get();
        var messages = new HashMap<WorkerId, List<OverlayUpdate>>();
        var sinceVersion = new HashMap<Long, List<OverlayUpdate>>();
        var next = subscribers;
        for (var entry : subscribers.entrySet()) {
            var subscriber = entry.getValue();
            if (!workers.contains(entry.getKey()) || !lacks(subscriber, now) || isBusy(subscriber)) {
                continue;
            }
            messages.put(
                    entry.getKey(),
                    sinceVersion.computeIfAbsent(
                            subscriber.told().map(KnownRoutes::version).orElse(0L),
                            _ -> subscriber.told().map(now::since).orElseGet(now::whole)));
            next = next.plus(entry.getKey(), subscriber.told(now));
        }
        return new Flush(with(next), Map.copyOf(messages));
    }

    private static boolean lacks(Subscriber subscriber, KnownRoutes now) {
        return subscriber.told().filter(told -> told.version() == now.version()).isEmpty();
    }

    private boolean isBusy(Subscriber subscriber) {
        return subscriber.unanswered() >= MOST_UNANSWERED;
    }

    /** Makes a new version when anything that workers see is another one. */
    private ServiceRoutesState changed(Iterable<InstanceId> touched, LongSupplier versions) {
        if (about.isEmpty()) {
            return this;
        }
        var endpoints = routes.map(KnownRoutes::endpoints).orElse(HashTreePMap.empty());
        for (var instance : touched) {
            var newest = newest(local.get(instance), foreign.get(instance));
            if (!Objects.equals(newest, endpoints.get(instance))) {
                endpoints = newest == null ? endpoints.minus(instance) : endpoints.plus(instance, newest);
            }
        }
        var heardOf = new HashSet<>(known);
        heardOf.add(cluster);
        var before = routes.map(KnownRoutes::version).orElse(0L);
        var now = new KnownRoutes(about.get(), before, endpoints, Set.copyOf(heardOf), complete);
        return routes.filter(now::equals).isPresent()
                ? this
                : with(Optional.of(new KnownRoutes(
                        now.about(), versions.getAsLong(), now.endpoints(), now.known(), now.complete())));
    }

    private static @Nullable Endpoint newest(@Nullable Endpoint here, @Nullable Endpoint there) {
        if (here == null || there == null) {
            return here == null ? there : here;
        }
        return here.fence().isOlderThan(there.fence()) ? there : here;
    }

    private ServiceRoutesState with(
            Optional<RoutedService> what,
            PMap<InstanceId, Endpoint> here,
            PMap<InstanceId, Endpoint> there,
            Set<ClusterId> heardOf,
            boolean all,
            long rootVersion) {
        return new ServiceRoutesState(
                service, cluster, what, here, there, heardOf, all, rootVersion, routes, subscribers);
    }

    private ServiceRoutesState with(Optional<KnownRoutes> next) {
        return new ServiceRoutesState(
                service, cluster, about, local, foreign, known, complete, foreignVersion, next, subscribers);
    }

    private ServiceRoutesState with(PMap<WorkerId, Subscriber> next) {
        return new ServiceRoutesState(
                service, cluster, about, local, foreign, known, complete, foreignVersion, routes, next);
    }
}
