package holm.e2e.kill;

import com.fasterxml.jackson.databind.JsonNode;
import holm.e2e.support.ApiClient;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the API lists.
 *
 * @param applications names by id
 * @param services by id: status words of their instances, by number
 */
record Observed(Map<String, String> applications, Map<String, Map<Integer, String>> services) {
    static Observed by(ApiClient api) throws IOException, InterruptedException {
        var applications = api.applications().stream()
                .collect(Collectors.toMap(
                        application -> application.path("applicationID").asText(),
                        application -> application.path("application_name").asText()));
        var services = new TreeMap<String, Map<Integer, String>>();
        for (var service : api.services()) {
            services.put(service.path("microserviceID").asText(), statuses(service));
        }
        return new Observed(applications, services);
    }

    private static Map<Integer, String> statuses(JsonNode service) {
        var found = new TreeMap<Integer, String>();
        for (var instance : service.path("instance_list")) {
            if (!"UNDEPLOYED".equals(instance.path("status").asText())) {
                found.put(
                        instance.path("instance_number").asInt(),
                        instance.path("status").asText());
            }
        }
        return found;
    }

    boolean hasApplication(String name) {
        return applications.containsValue(name);
    }
}
