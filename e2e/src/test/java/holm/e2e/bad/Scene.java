package holm.e2e.bad;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import holm.e2e.support.ApiClient;
import holm.e2e.support.Installation;
import holm.testing.Documents;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands while bad requests come: two users, an application of one of them, and an instance that runs.
 *
 * @param owner of the application; not an Admin
 * @param stranger another user; not an Admin
 * @param greedy services that no worker can run, by the field in which they ask for too much
 */
record Scene(
        ApiClient admin,
        ApiClient owner,
        ApiClient stranger,
        String application,
        String service,
        int number,
        Map<String, String> greedy) {
    static final String OWNER = "alice";
    static final String STRANGER = "mallory";
    static final String PASSWORD = "correct horse 1";

    static Scene set(Installation holm) throws IOException, InterruptedException {
        var admin = holm.api();
        for (var user : List.of(OWNER, STRANGER)) {
            admin.post(
                            "/api/auth/register",
                            Map.of(
                                    "name",
                                    user,
                                    "password",
                                    PASSWORD,
                                    "email",
                                    user + "@example.org",
                                    "created_at",
                                    "2026-01-01",
                                    "roles",
                                    List.of("Application_Provider")))
                    .ok();
        }
        var owner = holm.client().login(OWNER, PASSWORD);
        var application = owner.create(document("standing"));
        var service = application.path("microservices").path(0).asText();
        var number = owner.deploy(service);
        return new Scene(
                admin,
                owner,
                holm.client().login(STRANGER, PASSWORD),
                application.path("applicationID").asText(),
                service,
                number,
                greedy(owner));
    }

    private static Map<String, String> greedy(ApiClient owner) throws IOException, InterruptedException {
        var ids = new TreeMap<String, String>();
        var wanted = Map.<String, Object>of(
                "memory",
                9_999_999,
                "vcpus",
                4_096,
                "storage",
                1_000_000_000,
                "vgpus",
                100,
                "virtualization",
                "container");
        for (var one : wanted.entrySet()) {
            var document = document("greedy" + one.getKey(), Map.of(one.getKey(), one.getValue()));
            ids.put(
                    one.getKey(),
                    owner.create(document).path("microservices").path(0).asText());
        }
        return ids;
    }

    /** @return an application with one simulated service {@code web} */
    static Map<String, Object> document(String name) {
        return document(name, Map.of());
    }

    private static Map<String, Object> document(String name, Map<String, Object> changes) {
        var service = Documents.service("web");
        service.put("virtualization", "simulated");
        service.put("code", "simulated/stays");
        service.put("vcpus", 0);
        service.put("cmd", List.of());
        service.putAll(changes);
        var document = Documents.valid();
        document.put("applications", List.of(Documents.application(name, service)));
        return document;
    }

    /** @return everything that a refused request must leave as it is, as one text */
    String digest() throws IOException, InterruptedException {
        var services = admin.services().stream().map(Scene::lasting).sorted().collect(joining("\n"));
        var applications =
                admin.applications().stream().map(JsonNode::toString).sorted().collect(joining("\n"));
        return String.join(
                "\n", applications, services, admin.get("/api/users").ok().toString());
    }

    /** Without measurements, which change by themselves. */
    private static String lasting(JsonNode service) {
        var instances = ApiClient.stream(service.path("instance_list"))
                .map(instance -> "%s %s %s"
                        .formatted(
                                instance.path("instance_number").asText(),
                                instance.path("status").asText(),
                                instance.path("fence").asText()))
                .sorted()
                .collect(joining(", "));
        return "%s %s %s next=%s [%s]"
                .formatted(
                        service.path("microserviceID").asText(),
                        service.path("job_name").asText(),
                        service.path("image").asText(),
                        service.path("next_instance_progressive_number").asText(),
                        instances);
    }
}
