package holm.root.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.domain.Candidate;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.descriptor.ServiceRequest;
import holm.root.http.Access;
import holm.root.http.Await;
import holm.root.http.Call;
import holm.root.http.Documents;
import holm.root.http.Endpoint;
import holm.root.http.JsonFields;
import holm.root.http.Replies;
import holm.scheduling.CapacityCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Services and their instances over HTTP. What is foreign does not exist, except for an Admin. */
public final class ServiceRoutes {
    /** The number that means all instances, as Oakestra's. */
    private static final String ALL = "-1";

    private final Services services;
    private final ServiceAccess access;
    private final NewServices newServices;
    private final Documents documents;
    private final Supplier<List<Candidate>> clusters;
    private final Function<ServiceView, Map<Integer, String>> newestLines;

    /**
     * @param newServices adds services to an application
     * @param documents reads what callers send
     * @param clusters as the scheduler sees them
     * @param newestLines the end of each instance's log, by number
     */
    public ServiceRoutes(
            Services services,
            NewServices newServices,
            Documents documents,
            Supplier<List<Candidate>> clusters,
            Function<ServiceView, Map<Integer, String>> newestLines) {
        this.services = services;
        this.access = new ServiceAccess(services);
        this.newServices = newServices;
        this.documents = documents;
        this.clusters = clusters;
        this.newestLines = newestLines;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/services", Access.CALLER, this::list),
                Endpoint.get("/api/services/{application}", Access.CALLER, this::listOfApplication),
                Endpoint.post("/api/service", Access.CALLER, this::create),
                Endpoint.get("/api/service/{service}", Access.CALLER, this::get),
                Endpoint.get(
                        "/api/service/{service}/addresses",
                        Access.CALLER,
                        call -> Replies.json(AddressJson.overview(access.service(call)))),
                Endpoint.put("/api/service/{service}", Access.CALLER, this::change),
                Endpoint.delete("/api/service/{service}", Access.CALLER, this::delete),
                Endpoint.put("/api/service/{service}/replicas", Access.CALLER, this::setReplicas),
                Endpoint.post("/api/service/{service}/instance", Access.CALLER, this::addInstance),
                Endpoint.put("/api/service/{service}/instance/{number}/weight", Access.CALLER, this::weigh),
                Endpoint.delete("/api/service/{service}/instance/{number}", Access.CALLER, this::removeInstance));
    }

    private HttpResponse list(Call call) {
        return Replies.json(services.all().stream()
                .filter(service -> call.caller().mayManage(service.owner()))
                .map(service -> ServiceJson.document(service, _ -> ""))
                .toList());
    }

    private HttpResponse listOfApplication(Call call) {
        var application = newServices.visible(call, call.place("application"));
        return Replies.json(services.ofApplication(application).stream()
                .map(service -> ServiceJson.document(service, _ -> ""))
                .toList());
    }

    private HttpResponse create(Call call) {
        var ids = newServices.add(call, documents.read(call.object()));
        var deployed = ids.stream()
                .map(id -> services.find(id)
                        .map(service -> Map.of(
                                "service_name",
                                service.descriptor().name().toString(),
                                "status",
                                "registered",
                                "service_id",
                                id.value()))
                        .orElse(Map.of("service_id", id.value())))
                .toList();
        return Replies.json(
                Map.of("job_id", ids.getFirst().value(), "deployed_services", deployed, "failed_services", List.of()));
    }

    /** With the end of each log, because Oakestra's clients read logs from here; {@code ?logs=false} leaves it out. */
    private HttpResponse get(Call call) {
        var service = access.service(call);
        var lines = call.queryFlag("logs").orElse(true) ? newestLines.apply(service) : Map.<Integer, String>of();
        return Replies.json(ServiceJson.document(service, number -> lines.getOrDefault(number, "")));
    }

    /** A descriptor cannot change yet; the same one again is fine. */
    private HttpResponse change(Call call) {
        var service = access.service(call);
        var body = call.object();
        withoutIds(body);
        var wanted = documents.read(body).applications().getFirst().services().stream()
                .findFirst()
                .orElseThrow(() -> new RefusalException(Refusal.invalid(
                        "applications[0].microservices",
                        "microservices is empty",
                        "write the service as it should be")));
        var changed = firstChange(service, wanted);
        if (changed.isPresent()) {
            throw new RefusalException(new Refusal(
                    Refusal.Kind.NOT_SERVED,
                    "service-fixed",
                    "a service cannot change yet, but " + changed.get() + " is another one",
                    "applications[0].microservices[0]." + changed.get(),
                    "delete the service and create it again"));
        }
        return Replies.message("Service is unchanged");
    }

    /** Clients send back what they got, ids included. */
    private static void withoutIds(ObjectNode body) {
        body.path("applications")
                .forEach(application -> application.path("microservices").forEach(service -> {
                    if (service instanceof ObjectNode object) {
                        object.remove("microserviceID");
                    }
                }));
    }

    /** @return the first field that the client wants otherwise; what Holm itself added to its answers does not count */
    private static Optional<String> firstChange(ServiceView service, ServiceRequest wanted) {
        if (!service.descriptor().name().equals(wanted.descriptor().name())) {
            return Optional.of("microservice_name");
        }
        var shown = ServiceJson.document(service, _ -> "");
        return wanted.source().entrySet().stream()
                .filter(field -> service.source().containsKey(field.getKey()) || !shown.containsKey(field.getKey()))
                .filter(field ->
                        !Objects.equals(field.getValue(), service.source().get(field.getKey())))
                .filter(field -> !Objects.equals(field.getValue(), shown.get(field.getKey())))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> changeOfDescriptor(service, wanted.descriptor()));
    }

    /** Whoever sends back what the service was given asks for nothing else. */
    private static Optional<String> changeOfDescriptor(ServiceView service, ServiceDescriptor wanted) {
        if (!AddressJson.chosen(service.addresses())
                .entrySet()
                .containsAll(wanted.addresses().entrySet())) {
            return Optional.of("addresses");
        }
        return service.descriptor()
                        .equals(wanted.withAddresses(service.descriptor().addresses()))
                ? Optional.empty()
                : Optional.of("code");
    }

    private HttpResponse delete(Call call) {
        Await.on(services.delete(access.service(call).id()));
        return Replies.message("Job deleted");
    }

    private HttpResponse addInstance(Call call) {
        var service = access.service(call);
        checkThatSomeWorkerCouldRun(service);
        var number = Await.on(services.addInstance(service.id()));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("message", "ok");
        answer.put("instance_number", number);
        return Replies.json(answer);
    }

    private void checkThatSomeWorkerCouldRun(ServiceView service) {
        CapacityCheck.refusal(service.descriptor(), clusters.get()).ifPresent(refusal -> {
            throw new RefusalException(refusal);
        });
    }

    private HttpResponse removeInstance(Call call) {
        var service = access.service(call);
        if (call.place("number").equals(ALL)) {
            Await.on(services.setReplicas(service.id(), 0));
        } else {
            Await.on(services.removeInstance(service.id(), ServiceAccess.number(call)));
        }
        return Replies.message("ok");
    }

    private HttpResponse weigh(Call call) {
        var service = access.service(call);
        var number = ServiceAccess.number(call);
        var weight = new JsonFields(call.object()).whole("weight", holm.domain.route.Endpoint.LARGEST_WEIGHT);
        Await.on(services.weigh(service.id(), number, weight));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("message", "ok");
        answer.put("instance_number", number);
        answer.put("weight", weight);
        return Replies.json(answer);
    }

    private HttpResponse setReplicas(Call call) {
        var service = access.service(call);
        var wanted = new JsonFields(call.object()).whole("replicas", Services.MOST_REPLICAS);
        if (wanted > service.instances().size()) {
            checkThatSomeWorkerCouldRun(service);
        }
        var numbers = Await.on(services.setReplicas(service.id(), wanted));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("message", "ok");
        answer.put("replicas", numbers.size());
        answer.put("instance_numbers", numbers);
        return Replies.json(answer);
    }
}
