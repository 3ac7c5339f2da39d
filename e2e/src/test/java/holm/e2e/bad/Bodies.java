package holm.e2e.bad;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import holm.testing.BadDescriptors;
import holm.testing.Documents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bodies that are not what they should be. */
final class Bodies {
    private static final String APPLICATION = "/api/application";
    private final Scene scene;
    private final List<BadRequest> all = new ArrayList<>();

    private Bodies(Scene scene) {
        this.scene = scene;
    }

    static List<BadRequest> all(Scene scene) {
        var table = new Bodies(scene);
        table.descriptors();
        table.syntax();
        table.types();
        table.names();
        table.replicas();
        table.keys();
        table.greed();
        return table.all;
    }

    /** The table that the parser is tested with, over HTTP. */
    private void descriptors() {
        for (var bad : BadDescriptors.all()) {
            all.add(create(bad.name()).json(bad.document()).naming(bad.field()));
        }
        for (var bad : BadDescriptors.all().stream()
                .filter(bad -> bad.field().contains(".memory") || bad.field().contains(".port"))
                .toList()) {
            all.add(BadRequest.of("a new service with " + bad.name(), "POST", "/api/service")
                    .as(scene.owner().token())
                    .json(into(bad.document()))
                    .naming(bad.field()));
        }
    }

    private void syntax() {
        for (var body : syntaxErrors().entrySet()) {
            all.add(create(body.getKey()).text(body.getValue()).expect(400));
        }
        all.add(create("text in UTF-16").bytes("{\"sla_version\": \"v2.0\"}".getBytes(UTF_16)));
        all.add(create("bytes that are no UTF-8")
                .bytes(new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'})
                .expect(400));
        all.add(create("a gzip file")
                .bytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0})
                .expect(400));
        all.add(create("more than a mebibyte").bytes(filled(1_100_000)).expect(413));
        all.add(create("eight mebibytes").bytes(filled(8 << 20)).expect(413));
        all.add(BadRequest.of("nothing", "POST", APPLICATION)
                .as(scene.owner().token())
                .expect(400));
    }

    private static Map<String, String> syntaxErrors() {
        var texts = new LinkedHashMap<String, String>();
        texts.put("an empty body", "");
        texts.put("blanks", " \n\t ");
        texts.put("half a document", "{\"sla_version\":");
        texts.put("a text", "\"v2.0\"");
        texts.put("a number", "42");
        texts.put("null", "null");
        texts.put("a list", "[]");
        texts.put("two documents", "{}{}");
        texts.put("a document and a bracket", "{}]");
        texts.put("single quotes", "{'sla_version': 'v2.0'}");
        texts.put("a name without quotes", "{sla_version: \"v2.0\"}");
        texts.put("a comment", "{/* hello */}");
        texts.put("a comma too many", "{\"sla_version\":\"v2.0\",}");
        texts.put("NaN", "{\"memory\": NaN}");
        texts.put("a number that begins with a zero", "{\"memory\": 007}");
        texts.put("a line feed inside a text", "{\"a\": \"b\nc\"}");
        texts.put("a wrong escape", "{\"a\": \"\\x41\"}");
        texts.put(
                "a key twice",
                "{\"sla_version\":\"v2.0\",\"sla_version\":\"v1.0\",\"customerID\":\"Admin\",\"applications\":[]}");
        texts.put("a key twice, deep inside", "{\"a\":[{\"b\":{\"c\":1,\"c\":2}}]}");
        texts.put("lists in lists", "[".repeat(5_000));
        texts.put("objects in objects", "{\"a\":".repeat(5_000));
        texts.put("a number of 5,000 digits", "{\"memory\":" + "9".repeat(5_000) + "}");
        texts.put("YAML", "sla_version: v2.0");
        texts.put("a form", "sla_version=v2.0&customerID=Admin");
        return texts;
    }

    private void types() {
        for (var type : List.of(
                "text/plain",
                "text/html",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/octet-stream")) {
            all.add(create("the media type " + type)
                    .json(Scene.document("typed"))
                    .header("Content-Type", type)
                    .expect(415));
        }
    }

    private void names() {
        all.add(create("a name that is taken")
                .json(Scene.document("standing"))
                .expect(409)
                .naming("applications[0].application_name"));
        var two = Scene.document("fresh");
        two.put("applications", List.of(application("fresh"), application("standing")));
        all.add(create("a second name that is taken").json(two).expect(409).naming("applications[1].application_name"));
        all.add(service("a service's name that is taken", into(Scene.document("standing")))
                .expect(409)
                .naming("microservice_name"));
        all.add(service("an application that nobody has", with("ffffffffffffffffffffffff", "other"))
                .expect(404));
        all.add(service("an application's id that is none", with("standing", "other"))
                .naming("applicationID"));
        all.add(service("no application's id", with("", "other")));
        all.add(service("no services", emptied()).naming("microservices"));
    }

    private void replicas() {
        var path = replicas(scene.service());
        var bodies = List.of(
                "{}",
                "{\"replicas\":null}",
                "{\"replicas\":-1}",
                "{\"replicas\":1.5}",
                "{\"replicas\":\"2\"}",
                "{\"replicas\":true}",
                "{\"replicas\":[2]}",
                "{\"replicas\":{}}",
                "{\"replicas\":1000000}",
                "{\"replicas\":9223372036854775808}",
                "{\"replicas\":1e400}");
        for (var body : bodies) {
            all.add(BadRequest.of("replicas as " + body, "PUT", path)
                    .as(scene.owner().token())
                    .text(body)
                    .naming("replicas"));
        }
        for (var body : List.of("", "[]", "2", "{", "{\"replicas\":1,\"replicas\":2}")) {
            all.add(BadRequest.of("a body '%s' for replicas".formatted(body), "PUT", path)
                    .as(scene.owner().token())
                    .text(body)
                    .expect(400));
        }
    }

    private void keys() {
        all.add(create("an Idempotency-Key without end")
                .json(Scene.document("keyed"))
                .header("Idempotency-Key", "k".repeat(201))
                .expect(400));
        all.add(create("an empty Idempotency-Key").json(Scene.document("keyed")).header("Idempotency-Key", " "));
    }

    private void greed() {
        scene.greedy().forEach((field, service) -> {
            all.add(BadRequest.of("an instance with more %s than there is".formatted(field), "POST", instances(service))
                    .as(scene.owner().token())
                    .expect(409)
                    .naming(field));
            all.add(BadRequest.of("replicas with more %s than there is".formatted(field), "PUT", replicas(service))
                    .as(scene.owner().token())
                    .text("{\"replicas\":2}")
                    .expect(409)
                    .naming(field));
        });
    }

    private static String instances(String service) {
        return "/api/service/" + service + "/instance";
    }

    private static String replicas(String service) {
        return "/api/service/" + service + "/replicas";
    }

    private BadRequest create(String name) {
        return BadRequest.of(name, "POST", APPLICATION).as(scene.owner().token());
    }

    private BadRequest service(String name, Map<String, Object> document) {
        return BadRequest.of("a new service: " + name, "POST", "/api/service")
                .as(scene.owner().token())
                .json(document);
    }

    private Map<String, Object> with(String application, String service) {
        var document = Scene.document("standing");
        var one = Documents.application("standing", Documents.service(service));
        one.put("applicationID", application);
        document.put("applications", List.of(one));
        return document;
    }

    private Map<String, Object> emptied() {
        var document = Scene.document("standing");
        var one = Documents.application("standing");
        one.put("applicationID", scene.application());
        document.put("applications", List.of(one));
        return document;
    }

    private static Map<String, Object> application(String name) {
        return Documents.application(name, Documents.service("web"));
    }

    /** @return the document, for the application that stands */
    @SuppressWarnings("unchecked")
    private Map<String, Object> into(Map<String, Object> document) {
        ((List<Map<String, Object>>) document.get("applications")).getFirst().put("applicationID", scene.application());
        return document;
    }

    private static byte[] filled(int bytes) {
        var body = new byte[bytes];
        Arrays.fill(body, (byte) ' ');
        var start = "{\"sla_version\":\"v2.0\",\"note\":\"".getBytes(UTF_8);
        System.arraycopy(start, 0, body, 0, start.length);
        body[bytes - 2] = '"';
        body[bytes - 1] = '}';
        return body;
    }
}
