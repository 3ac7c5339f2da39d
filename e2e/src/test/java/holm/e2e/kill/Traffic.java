package holm.e2e.kill;

import com.fasterxml.jackson.databind.JsonNode;
import holm.e2e.support.Answer;
import holm.e2e.support.ApiClient;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * One lane of writes: one after the other, chosen at random, each told to the {@link Model} before it is sent and after it was
 * answered. It ends when nobody answers any more.
 */
final class Traffic implements Runnable {
    private final Lane lane;
    private final ApiClient api;
    private final Random random;
    private final Queue<Long> acknowledgedAtNanos = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;
    private volatile String refusal = "";

    Traffic(Lane lane, ApiClient api, long seed) {
        this.lane = lane;
        this.api = api;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        try {
            while (!stopped && refusal.isEmpty()) {
                write(lane.next(random));
            }
        } catch (IOException killed) {
            // The write stays pending in the model: its outcome is unknown.
            stopped = true;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException odd) {
            refusal = odd.toString();
        }
    }

    /** @return how many writes were acknowledged after {@code nanos}, of {@link System#nanoTime} */
    long acknowledgedSince(long nanos) {
        return acknowledgedAtNanos.stream().filter(at -> at - nanos > 0).count();
    }

    /** @return an answer that should not have been, or empty text */
    String refusal() {
        return refusal;
    }

    Lane lane() {
        return lane;
    }

    private void write(Write write) throws IOException, InterruptedException {
        var model = lane.model();
        model.begin(write);
        var answer = send(write);
        if (answer.status() != 200) {
            refusal = answer.toString();
            return;
        }
        acknowledge(write, answer.body());
        model.end();
        acknowledgedAtNanos.add(System.nanoTime());
    }

    private Answer send(Write write) throws IOException, InterruptedException {
        return switch (write) {
            case Write.CreateApplication create -> api.post("/api/application", lane.document(create));
            case Write.Deploy(var service) -> api.post("/api/service/" + service + "/instance");
            case Write.Scale(var service, var replicas) ->
                api.put("/api/service/" + service + "/replicas", Map.of("replicas", replicas));
            case Write.Undeploy(var service, var number) ->
                api.delete("/api/service/" + service + "/instance/" + number);
            case Write.DeleteService(var service) -> api.delete("/api/service/" + service);
            case Write.DeleteApplication(var application) -> api.delete("/api/application/" + application);
        };
    }

    private void acknowledge(Write write, JsonNode body) throws IOException, InterruptedException {
        var model = lane.model();
        switch (write) {
            case Write.CreateApplication create -> created(create, body);
            case Write.Deploy(var service) ->
                model.added(service, body.path("instance_number").asInt());
            case Write.Scale(var service, var _) ->
                model.wants(
                        service,
                        ApiClient.stream(body.path("instance_numbers"))
                                .map(JsonNode::asInt)
                                .collect(Collectors.toSet()));
            case Write.Undeploy(var service, var number) -> model.undeployed(service, number);
            case Write.DeleteService(var service) -> model.serviceDeleted(service);
            case Write.DeleteApplication(var application) -> model.applicationDeleted(application);
        }
    }

    private void created(Write.CreateApplication create, JsonNode body) {
        var application = ApiClient.stream(body)
                .filter(each -> each.path("application_name").asText().equals(create.name()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("%s is acknowledged, but not in %s".formatted(create, body)));
        var id = application.path("applicationID").asText();
        var services = ApiClient.stream(application.path("microservices"))
                .map(service -> new Model.Service(service.asText(), id, create.container(), Set.of()))
                .toList();
        if (services.size() != create.services()) {
            throw new IllegalStateException(
                    "%s is acknowledged with other services: %s".formatted(create, application));
        }
        lane.model().created(new Model.Application(id, create.name()), services);
    }
}
