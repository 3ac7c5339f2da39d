package holm.root.service;

import holm.domain.ApplicationId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.address.AddressPair;
import holm.domain.address.IpAddress;
import holm.domain.descriptor.ServiceDescriptor;
import holm.persistence.Health;
import holm.root.RootEntities;
import holm.root.address.AddressShortage;
import holm.root.address.ServiceAddresses;
import holm.root.cluster.LiveClusters;
import holm.root.instance.InstanceRow;
import holm.root.instance.InstanceView;
import holm.root.instance.Progress;
import holm.root.instance.Usages;
import holm.root.row.TypedRows;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;

/** Services over their sharded entities; what is read comes from list rows. */
public final class ShardedServices implements Services {
    /** Shorter than the HTTP server's own time-out; longer than a busy disk needs. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What a service's own status is taken from: what failed, then what waits, then what runs, then what ended well. */
    private static final List<Status> WORST_FIRST = List.of(
            Status.FAILED,
            Status.DEAD,
            Status.TARGET_CLUSTER_NOT_FOUND,
            Status.TARGET_CLUSTER_NOT_ACTIVE,
            Status.TARGET_CLUSTER_NO_CAPACITY,
            Status.NO_ACTIVE_CLUSTER_WITH_CAPACITY,
            Status.NO_WORKER_CAPACITY,
            Status.NO_QUALIFIED_WORKER_FOUND,
            Status.NO_NODE_FOUND,
            Status.REQUESTED,
            Status.CLUSTER_SCHEDULED,
            Status.NODE_SCHEDULED,
            Status.CREATING,
            Status.CREATED,
            Status.RUNNING,
            Status.COMPLETED,
            Status.UNDEPLOYED);

    private final RootEntities entities;
    private final ServiceAddresses addresses;
    private final TypedRows<ServiceRow> services;
    private final TypedRows<InstanceRow> instances;
    private final LiveClusters clusters;
    private final Usages usages;
    private final Progress progress;
    private final Supplier<Health> health;
    private final Clock clock;

    public ShardedServices(
            RootEntities entities,
            ServiceAddresses addresses,
            TypedRows<ServiceRow> services,
            TypedRows<InstanceRow> instances,
            LiveClusters clusters,
            Usages usages,
            Progress progress,
            Supplier<Health> health,
            Clock clock) {
        this.entities = entities;
        this.addresses = addresses;
        this.services = services;
        this.instances = instances;
        this.clusters = clusters;
        this.usages = usages;
        this.progress = progress;
        this.health = health;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Done> create(
            ServiceId id,
            ApplicationId application,
            String owner,
            ServiceDescriptor descriptor,
            Map<String, Object> source) {
        return whenWritable()
                .thenCompose(_ -> addresses.take(id, owner, descriptor))
                .exceptionally(failure -> {
                    throw refusal(failure);
                })
                .thenCompose(given -> ask(
                        id,
                        replyTo -> new ServiceCommand.Create(
                                new ServiceDefinition(application, owner, descriptor, source, given, clock.millis()),
                                replyTo)));
    }

    @Override
    public CompletionStage<Integer> addInstance(ServiceId id) {
        return ask(id, ServiceCommand.AddInstance::new);
    }

    @Override
    public CompletionStage<Done> removeInstance(ServiceId id, int number) {
        return ask(id, replyTo -> new ServiceCommand.RemoveInstance(number, replyTo));
    }

    @Override
    public CompletionStage<List<Integer>> setReplicas(ServiceId id, int wanted) {
        return ask(id, replyTo -> new ServiceCommand.SetReplicas(wanted, replyTo));
    }

    @Override
    public CompletionStage<Done> weigh(ServiceId id, int number, int weight) {
        return ask(id, replyTo -> new ServiceCommand.Weigh(number, weight, replyTo));
    }

    @Override
    public CompletionStage<Done> delete(ServiceId id) {
        return this.<Done>ask(id, ServiceCommand.Delete::new).whenComplete((_, failure) -> {
            if (failure != null && isUnknown(failure)) {
                addresses.giveBack(id, true); // it was given some and never created
            }
        });
    }

    @Override
    public Optional<ServiceView> find(ServiceId id) {
        return services.find(id.value()).filter(row -> !row.deleting()).map(this::view);
    }

    @Override
    public List<ServiceView> ofApplication(ApplicationId id) {
        return services.ofOwner(id.value())
                .filter(row -> !row.deleting())
                .map(this::view)
                .toList();
    }

    @Override
    public List<ServiceId> idsOfApplication(ApplicationId id) {
        return services.ofOwner(id.value())
                .filter(row -> !row.deleting())
                .map(ServiceRow::id)
                .toList();
    }

    @Override
    public List<ServiceId> named(String name) {
        return services.all()
                .filter(row -> !row.deleting())
                .filter(row -> row.definition().descriptor().name().toString().equals(name))
                .map(ServiceRow::id)
                .toList();
    }

    @Override
    public Optional<ServiceId> at(IpAddress address) {
        return services.all()
                .filter(row -> !row.deleting())
                .filter(row -> row.definition().addresses().values().stream().anyMatch(pair -> pair.has(address)))
                .map(ServiceRow::id)
                .findFirst()
                .or(() -> instances
                        .all()
                        .filter(row -> row.addresses().has(address))
                        .map(row -> row.id().service())
                        .findFirst());
    }

    @Override
    public List<ServiceView> all() {
        return services.all().filter(row -> !row.deleting()).map(this::view).toList();
    }

    private <T> CompletionStage<T> ask(ServiceId id, Function<ActorRef<StatusReply<T>>, ServiceCommand> command) {
        return whenWritable()
                .thenCompose(_ -> entities.service(id).askWithStatus(command::apply, PATIENCE))
                .exceptionally(failure -> {
                    throw refusal(failure);
                });
    }

    private CompletionStage<Done> whenWritable() {
        return health.get() instanceof Health.Down(var reason)
                ? CompletableFuture.failedFuture(new RefusalException(Refusal.of(
                        Refusal.Kind.UNAVAILABLE,
                        "database-unavailable",
                        "the database takes no writes now: " + reason)))
                : CompletableFuture.completedFuture(Done.getInstance());
    }

    private static boolean isUnknown(Throwable failure) {
        return refusal(failure) instanceof RefusalException refused
                && refused.refusal().kind() == Refusal.Kind.UNKNOWN;
    }

    private static RuntimeException refusal(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case RefusalException refused -> refused;
            case TimeoutException _ ->
                new RefusalException(Refusal.of(
                                Refusal.Kind.OUTCOME_UNKNOWN,
                                "outcome-unknown",
                                "no answer within %d s; whether it was written is unknown"
                                        .formatted(PATIENCE.toSeconds()))
                        .withHint("read the service again before you repeat the request"));
            default -> new CompletionException(cause);
        };
    }

    private ServiceView view(ServiceRow row) {
        var standing = instances
                .ofOwner(row.id().value())
                .collect(Collectors.toMap(one -> one.id().number(), Function.identity()));
        var views = Stream.concat(row.wanted().stream(), row.stopping().stream())
                .sorted()
                .map(number -> Optional.ofNullable(standing.get(number))
                        .map(this::view)
                        .orElseGet(() -> requested(row, number)))
                .toList();
        var furthest = views.stream()
                .min(Comparator.comparing(InstanceView::status, Comparator.comparingInt(WORST_FIRST::indexOf)));
        return new ServiceView(
                row.id(),
                row.definition().application(),
                row.definition().owner(),
                row.definition().descriptor(),
                row.definition().source(),
                row.definition().addresses(),
                row.nextNumber(),
                furthest.map(InstanceView::status),
                furthest.map(InstanceView::detail).orElse(StatusDetail.NONE),
                views,
                row.definition().createdAtMillis());
    }

    /** An instance whose entity has not written its row yet. */
    private static InstanceView requested(ServiceRow row, int number) {
        return new InstanceView(
                number,
                Fence.NONE,
                Status.REQUESTED,
                StatusDetail.of("Waiting for scheduling decision"),
                Optional.empty(),
                "",
                "",
                Optional.empty(),
                AddressPair.NONE,
                Optional.empty(),
                List.of(),
                List.of(),
                row.definition().createdAtMillis());
    }

    private StatusDetail detail(InstanceRow row) {
        var detail = row.stranded() ? row.standing().detail() : progress.of(row.id(), row.standing());
        return AddressShortage.of(row.addresses()).map(detail::and).orElse(detail);
    }

    private InstanceView view(InstanceRow row) {
        InstanceId id = row.id();
        return new InstanceView(
                id.number(),
                row.standing().fence(),
                row.standing().status(),
                detail(row),
                row.cluster(),
                row.cluster().map(clusters::name).orElse(""),
                row.cluster().map(clusters::location).orElse(""),
                row.standing().whereabouts(),
                row.addresses(),
                usages.newest(id),
                usages.cpu(id),
                usages.memory(id),
                row.standing().sinceMillis());
    }
}
