package holm.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the service that a person means: by id, by name, or by {@code application/name}. */
final class Services {
    private Services() {}

    static List<JsonNode> all(Api api) {
        var found = new ArrayList<JsonNode>();
        for (var application : api.get("/api/applications")) {
            api.get("/api/services/" + application.path("applicationID").asText())
                    .forEach(found::add);
        }
        return found;
    }

    /** @throws CommandFailure when there is none, or more than one; then it names them */
    static JsonNode find(Api api, String wanted) {
        var matches =
                all(api).stream().filter(service -> matches(service, wanted)).toList();
        if (matches.isEmpty()) {
            throw new CommandFailure(ExitCode.REFUSED, "no service is called %s. See: holm services".formatted(wanted));
        }
        if (matches.size() > 1) {
            var names = matches.stream()
                    .map(service -> "  %s  %s".formatted(id(service), fullName(service)))
                    .toList();
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "%d services are called %s; give an id or application/name:\n%s"
                            .formatted(matches.size(), wanted, String.join("\n", names)));
        }
        return matches.getFirst();
    }

    static String id(JsonNode service) {
        return service.path("microserviceID").asText();
    }

    static String fullName(JsonNode service) {
        return service.path("app_name").asText() + "/"
                + service.path("microservice_name").asText();
    }

    /** For people: {@code 2/3 running}. */
    static String summary(JsonNode service) {
        var instances = service.path("instance_list");
        var running = 0;
        for (var instance : instances) {
            running += "RUNNING".equals(instance.path("status").asText()) ? 1 : 0;
        }
        return instances.isEmpty() ? "no instances" : "%d/%d running".formatted(running, instances.size());
    }

    /** Where a client reaches it, round robin: {@code 10.30.0.0 fdff:2000::}. */
    static String addresses(JsonNode service) {
        return Stream.of(service.path("RR_ip"), service.path("RR_ip_v6"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
    }

    private static boolean matches(JsonNode service, String wanted) {
        return wanted.equals(id(service))
                || wanted.equals(service.path("microservice_name").asText())
                || wanted.equals(fullName(service));
    }
}
