package holm.e2e.kill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the API acknowledged to one lane of traffic. A lane owns its applications and writes one thing at a time, so at most one
 * write is of unknown outcome after a kill. For one thread at a time.
 */
final class Model {
    private final TreeMap<String, Application> applications = new TreeMap<>();
    private final TreeMap<String, Service> services = new TreeMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final Set<Instance> removed = new HashSet<>();
    private Optional<Write> pending = Optional.empty();

    record Application(String id, String name) {}

    /** @param wanted numbers of its instances */
    record Service(String id, String application, boolean container, Set<Integer> wanted) {
        Service {
            wanted = Set.copyOf(wanted);
        }

        int highest() {
            return wanted.stream().mapToInt(Integer::intValue).max().orElse(-1);
        }

        Stream<Instance> instances() {
            return wanted.stream().map(number -> new Instance(id, number));
        }
    }

    /** The request is about to be sent. */
    void begin(Write write) {
        pending = Optional.of(write);
    }

    /** Its outcome is known now. */
    void end() {
        pending = Optional.empty();
    }

    /** @return the write that was sent and not answered */
    Optional<Write> pending() {
        return pending;
    }

    void created(Application application, List<Service> parts) {
        applications.put(application.id(), application);
        parts.forEach(service -> services.put(service.id(), service));
    }

    void wants(String service, Set<Integer> numbers) {
        var before = service(service);
        before.instances()
                .filter(instance -> !numbers.contains(instance.number()))
                .forEach(removed::add);
        services.put(service, new Service(service, before.application(), before.container(), numbers));
    }

    void added(String service, int number) {
        var numbers = new TreeSet<>(service(service).wanted());
        numbers.add(number);
        wants(service, numbers);
    }

    void undeployed(String service, int number) {
        var numbers = new TreeSet<>(service(service).wanted());
        numbers.remove(number);
        wants(service, numbers);
    }

    void serviceDeleted(String service) {
        wants(service, Set.of());
        services.remove(service);
        deleted.add(service);
    }

    void applicationDeleted(String application) {
        servicesOf(application).forEach(service -> serviceDeleted(service.id()));
        applications.remove(application);
        deleted.add(application);
    }

    List<Application> applications() {
        return List.copyOf(applications.values());
    }

    List<Service> services() {
        return List.copyOf(services.values());
    }

    List<Service> servicesOf(String application) {
        return services.values().stream()
                .filter(service -> service.application().equals(application))
                .toList();
    }

    Service service(String id) {
        return Optional.ofNullable(services.get(id)).orElseThrow();
    }

    /** @return ids of applications and services whose end was acknowledged */
    Set<String> deleted() {
        return Set.copyOf(deleted);
    }

    /** @return instances whose end was acknowledged */
    Set<Instance> removed() {
        return Set.copyOf(removed);
    }

    /** @return every instance that shall run */
    List<Instance> wanted() {
        return services.values().stream().flatMap(Service::instances).sorted().toList();
    }

    List<Instance> wantedContainers() {
        return wantedWhere(true);
    }

    List<Instance> wantedSimulated() {
        return wantedWhere(false);
    }

    private List<Instance> wantedWhere(boolean container) {
        var found = new ArrayList<Instance>();
        services.values().stream()
                .filter(service -> service.container() == container)
                .forEach(service -> service.instances().forEach(found::add));
        return found;
    }

    /** @return whether the write of unknown outcome may have changed this service or its application */
    boolean isUncertain(String service) {
        var application = Optional.ofNullable(services.get(service))
                .map(Service::application)
                .orElse("");
        return pending.filter(write -> switch (write) {
                    case Write.CreateApplication _ -> false;
                    case Write.Deploy(var id) -> id.equals(service);
                    case Write.Scale(var id, var _) -> id.equals(service);
                    case Write.Undeploy(var id, var _) -> id.equals(service);
                    case Write.DeleteService(var id) -> id.equals(service);
                    case Write.DeleteApplication(var id) -> id.equals(application);
                })
                .isPresent();
    }
}
