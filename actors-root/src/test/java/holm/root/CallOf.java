package holm.root;

import com.fasterxml.jackson.databind.JsonNode;
import holm.testing.Documents;
import holm.wire.http.Json;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call of one operation of the API that should go well. Everything that it needs is made for it, so that the order of calls
 * does not matter.
 *
 * @param status what it answers
 */
record CallOf(String path, @Nullable String body, int status) {
    private static final AtomicInteger MADE = new AtomicInteger();

    static CallOf operation(String id, String template, ApiClient admin) {
        var name = "made" + MADE.incrementAndGet();
        var path = template.replace("{number}", "0")
                .replace("{file}", "start.js")
                .replace("{resource}", FakeServices.CLUSTER.value())
                .replace("{cluster}", FakeServices.CLUSTER.value())
                .replace("{worker}", FakeWorkers.SILENT.value())
                .replace("{name}", "shop_test_web_test")
                .replace("{ip}", "10_30_0_1")
                .replace("{count}", "3");
        if (path.contains("{organization}")) {
            path = path.replace(
                    "{organization}", id(admin.get("/api/organization").json().path(0)));
        }
        if (path.contains("{address}")) {
            application(admin, document(name, "", true), name);
            path = path.replace("{address}", FakeTables.ADDRESS);
        }
        if (path.contains("{user}")) {
            path = path.replace("{user}", user(id, name, admin));
        }
        if (path.contains("{service}") || path.contains("{application}")) {
            var application = application(admin, document(name, "", true), name);
            var service = application.path("microservices").path(0).asText();
            admin.post("/api/service/" + service + "/instance", null);
            path = path.replace("{service}", service).replace("{application}", id(application));
        }
        // A new password would void the token of every other call.
        return new CallOf(path, body(id, name, admin), id.equals("changePassword") ? 400 : 200);
    }

    private static String user(String id, String name, ApiClient admin) {
        var user = admin.post("/api/auth/register", "{\"name\":\"" + name + "\",\"password\":\"before\"}")
                .json();
        return switch (id) {
            case "listApplicationsOfUser" -> id(user);
            case "changePassword" -> "Admin";
            default -> name;
        };
    }

    private static @Nullable String body(String id, String name, ApiClient admin) {
        return switch (id) {
            case "login" -> "{\"username\":\"Admin\",\"password\":\"Admin\"}";
            case "refresh" -> "{}";
            case "register" -> "{\"name\":\"" + name + "\",\"password\":\"x\"}";
            case "changeUser" -> "{\"email\":\"new@example.org\",\"password\":null}";
            case "changePassword" -> "{\"oldPassword\":\"Admin\",\"newPassword\":\"Admin\"}";
            case "createApplications", "changeService" -> document(name, "", true);
            case "changeApplication" -> "{\"application_desc\":\"better\"}";
            case "createServices" -> document(name, id(application(admin, document(name, "", false), name)), true);
            case "setReplicas" -> "{\"replicas\":2}";
            case "weighInstance" -> "{\"weight\":50}";
            default -> null;
        };
    }

    private static JsonNode application(ApiClient admin, String document, String name) {
        return StreamSupport.stream(
                        admin.post("/api/application", document).json().spliterator(), false)
                .filter(application ->
                        application.path("application_name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no application " + name));
    }

    private static String document(String name, String id, boolean withService) {
        var application =
                withService ? Documents.application(name, Documents.service("web")) : Documents.application(name);
        application.put("applicationID", id);
        var document = Documents.valid();
        document.put("applications", Documents.list(application));
        return Json.mapper().valueToTree(document).toString();
    }

    private static String id(JsonNode document) {
        return document.path("_id").path("$oid").asText();
    }
}
