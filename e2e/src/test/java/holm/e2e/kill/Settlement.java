package holm.e2e.kill;

import com.fasterxml.jackson.databind.JsonNode;
import holm.e2e.support.Answer;
import holm.e2e.support.ApiClient;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/** Gives the write that was in flight at the kill a known outcome, as a careful client does: it asks again, for a level. */
final class Settlement {
    private final ApiClient api;

    Settlement(ApiClient api) {
        this.api = api;
    }

    void settle(Model model) throws IOException, InterruptedException {
        if (model.pending().isEmpty()) {
            return;
        }
        switch (model.pending().get()) {
            case Write.CreateApplication create -> forget(create.name());
            case Write.Deploy(var service) ->
                scale(model, service, model.service(service).wanted().size() + 1);
            case Write.Scale(var service, var replicas) -> scale(model, service, replicas);
            case Write.Undeploy(var service, var number) -> {
                goneOr404(api.delete("/api/service/" + service + "/instance/" + number));
                model.undeployed(service, number);
            }
            case Write.DeleteService(var service) -> {
                goneOr404(api.delete("/api/service/" + service));
                model.serviceDeleted(service);
            }
            case Write.DeleteApplication(var application) -> {
                goneOr404(api.delete("/api/application/" + application));
                model.applicationDeleted(application);
            }
        }
        model.end();
    }

    /** Whether it was created or not: afterwards it is not there. */
    private void forget(String name) throws IOException, InterruptedException {
        for (var application : api.applications()) {
            if (application.path("application_name").asText().equals(name)) {
                goneOr404(api.delete(
                        "/api/application/" + application.path("applicationID").asText()));
            }
        }
    }

    private void scale(Model model, String service, int replicas) throws IOException, InterruptedException {
        var answer = api.put("/api/service/" + service + "/replicas", Map.of("replicas", replicas))
                .ok();
        model.wants(
                service,
                ApiClient.stream(answer.path("instance_numbers"))
                        .map(JsonNode::asInt)
                        .collect(Collectors.toSet()));
    }

    private static void goneOr404(Answer answer) {
        if (answer.status() != 404) {
            answer.ok();
        }
    }
}
