package holm.root;

import holm.domain.ApplicationId;
import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.address.AddressPair;
import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.message.Usage;
import holm.domain.message.Whereabouts;
import holm.root.instance.InstanceView;
import holm.root.instance.Sample;
import holm.root.service.ServiceView;
import holm.root.service.Services;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.Done;

/** Services in memory; each instance runs at once. What fails is chosen by the test. */
public final class FakeServices implements Services {
    public static final ClusterId CLUSTER = new ClusterId("00000000000000000000c1c1");

    private final Map<ServiceId, ServiceView> views = new ConcurrentSkipListMap<>();
    private final AtomicReference<Optional<RuntimeException>> failure = new AtomicReference<>(Optional.empty());

    /** @param why creations of services whose name begins with {@code bad} fail from now on; empty for not */
    public void failCreationWith(Optional<RuntimeException> why) {
        failure.set(why);
    }

    @Override
    public CompletionStage<Done> create(
            ServiceId id,
            ApplicationId application,
            String owner,
            ServiceDescriptor descriptor,
            Map<String, Object> source) {
        if (failure.get().isPresent() && descriptor.name().service().startsWith("bad")) {
            return CompletableFuture.failedFuture(failure.get().get());
        }
        views.put(
                id,
                new ServiceView(
                        id,
                        application,
                        owner,
                        descriptor,
                        source,
                        addresses(descriptor),
                        0,
                        Optional.empty(),
                        StatusDetail.NONE,
                        List.of(),
                        1_000));
        return CompletableFuture.completedFuture(Done.getInstance());
    }

    @Override
    public CompletionStage<Integer> addInstance(ServiceId id) {
        return change(
                        id,
                        view -> with(
                                view,
                                view.nextNumber() + 1,
                                Stream.concat(view.instances().stream(), Stream.of(running(id, view.nextNumber())))
                                        .toList()))
                .thenApply(view -> view.nextNumber() - 1);
    }

    @Override
    public CompletionStage<Done> removeInstance(ServiceId id, int number) {
        var view = views.get(id);
        if (view != null && number >= view.nextNumber()) {
            return unknown();
        }
        return change(
                        id,
                        before -> with(
                                before,
                                before.nextNumber(),
                                before.instances().stream()
                                        .filter(one -> one.number() != number)
                                        .toList()))
                .thenApply(_ -> Done.getInstance());
    }

    @Override
    public CompletionStage<Done> weigh(ServiceId id, int number, int weight) {
        var view = views.get(id);
        return view != null && view.instances().stream().anyMatch(one -> one.number() == number)
                ? CompletableFuture.completedStage(Done.getInstance())
                : unknown();
    }

    @Override
    public CompletionStage<List<Integer>> setReplicas(ServiceId id, int wanted) {
        return change(id, view -> {
                    var more = Math.max(0, wanted - view.instances().size());
                    var added = IntStream.range(view.nextNumber(), view.nextNumber() + more)
                            .mapToObj(number -> running(id, number));
                    return with(
                            view,
                            view.nextNumber() + more,
                            Stream.concat(view.instances().stream(), added)
                                    .limit(wanted)
                                    .toList());
                })
                .thenApply(view ->
                        view.instances().stream().map(InstanceView::number).toList());
    }

    @Override
    public CompletionStage<Done> delete(ServiceId id) {
        return views.remove(id) == null ? unknown() : CompletableFuture.completedFuture(Done.getInstance());
    }

    @Override
    public Optional<ServiceView> find(ServiceId id) {
        return Optional.ofNullable(views.get(id));
    }

    @Override
    public List<ServiceView> ofApplication(ApplicationId id) {
        return views.values().stream()
                .filter(view -> view.application().equals(id))
                .toList();
    }

    @Override
    public List<ServiceId> idsOfApplication(ApplicationId id) {
        return ofApplication(id).stream().map(ServiceView::id).toList();
    }

    @Override
    public List<ServiceId> named(String name) {
        return views.values().stream()
                .filter(view -> view.descriptor().name().toString().equals(name))
                .map(ServiceView::id)
                .toList();
    }

    @Override
    public Optional<ServiceId> at(IpAddress address) {
        return views.values().stream()
                .filter(view -> Stream.concat(
                                view.addresses().values().stream(),
                                view.instances().stream().map(InstanceView::addresses))
                        .anyMatch(pair -> pair.has(address)))
                .map(ServiceView::id)
                .findFirst();
    }

    @Override
    public List<ServiceView> all() {
        return List.copyOf(views.values());
    }

    private CompletionStage<ServiceView> change(ServiceId id, UnaryOperator<ServiceView> change) {
        var changed = views.computeIfPresent(id, (_, view) -> change.apply(view));
        return changed == null ? unknown() : CompletableFuture.completedFuture(changed);
    }

    private static <T> CompletionStage<T> unknown() {
        return CompletableFuture.failedFuture(new RefusalException(
                Refusal.of(Refusal.Kind.UNKNOWN, "unknown-service", "there is no such service or instance")));
    }

    private static ServiceView with(ServiceView view, int nextNumber, List<InstanceView> instances) {
        return new ServiceView(
                view.id(),
                view.application(),
                view.owner(),
                view.descriptor(),
                view.source(),
                view.addresses(),
                nextNumber,
                instances.isEmpty() ? Optional.empty() : Optional.of(Status.RUNNING),
                StatusDetail.of("runs"),
                instances,
                view.createdAtMillis());
    }

    private static Map<String, AddressPair> addresses(ServiceDescriptor descriptor) {
        var four = descriptor.addresses().getOrDefault("rr_ip", "10.30.0.1");
        var six = descriptor.addresses().getOrDefault("rr_ip_v6", "fdff:2000::1");
        return Map.of(
                "rr", new AddressPair(Optional.of(Ipv4Address.parse(four)), Optional.of(Ipv6Address.parse(six))),
                "closest", new AddressPair(Optional.empty(), Optional.of(Ipv6Address.parse("fdff:1000::1"))));
    }

    private static InstanceView running(ServiceId id, int number) {
        return new InstanceView(
                number,
                new Fence(1, 1, 1),
                Status.RUNNING,
                StatusDetail.of("runs"),
                Optional.of(CLUSTER),
                "home",
                "48.1,11.6,1000",
                Optional.of(new Whereabouts(
                        "0000000000000000000000e1",
                        "worker1",
                        "192.0.2.7",
                        List.of("10.18.0.2", "fc00::2"),
                        Optional.of(2_000L))),
                new AddressPair(
                        Optional.of(Ipv4Address.parse("10.30.1." + number)),
                        Optional.of(Ipv6Address.parse("fdff::1:" + number))),
                Optional.of(new Usage(new holm.domain.InstanceId(id, number), 12.5, 8_388_608, 4_096)),
                List.of(new Sample(12.5, 3_000)),
                List.of(new Sample(8_388_608, 3_000)),
                3_500);
    }
}
