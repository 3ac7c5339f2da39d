package holm.testing;

import static holm.testing.Documents.list;
import static holm.testing.Documents.object;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Application documents with exactly one thing wrong in each: for the parser, and to be sent over HTTP. Every refusal must name
 * the field.
 */
public final class BadDescriptors {
    private static final String APPLICATION = "applications[0]";
    private static final String SERVICE = APPLICATION + ".microservices[0]";

    private final List<BadDescriptor> all = new ArrayList<>();

    private BadDescriptors() {}

    /**
     * @param name what is wrong, as a sentence's end
     * @param document a JSON tree; can be written as JSON
     * @param field the path that the refusal must name
     */
    public record BadDescriptor(String name, Map<String, Object> document, String field) {
        @Override
        public String toString() {
            return name;
        }
    }

    public static List<BadDescriptor> all() {
        var table = new BadDescriptors();
        table.documents();
        table.applications();
        table.names();
        table.processes();
        table.amounts();
        table.ports();
        table.addresses();
        table.constraints();
        table.otherNeeds();
        table.wrongTypes();
        return List.copyOf(table.all);
    }

    private void documents() {
        document("no version", "sla_version", document -> document.remove("sla_version"));
        document("an old version", "sla_version", document -> document.put("sla_version", "v1.0"));
        document("an unknown version", "sla_version", document -> document.put("sla_version", "2"));
        document("a version that is a number", "sla_version", document -> document.put("sla_version", 2.0));
        document("no customer", "customerID", document -> document.remove("customerID"));
        document("a customer that is a number", "customerID", document -> document.put("customerID", 1));
        document("no applications", "applications", document -> document.remove("applications"));
        document("an empty list of applications", "applications", document -> document.put("applications", list()));
        document("applications that are an object", "applications", document -> document.put("applications", object()));
        document("applications that are null", "applications", document -> document.put("applications", null));
        document(
                "an application that is a text",
                "applications[0]",
                document -> document.put("applications", list("shop")));
        document(
                "too many applications",
                "applications",
                document -> document.put("applications", new ArrayList<>(Collections.nCopies(101, object()))));
        document("args that are a text", "args", document -> document.put("args", "x"));
        document(
                "the same application twice",
                "applications[1].application_name",
                document -> document.put(
                        "applications", list(Documents.application("shop"), Documents.application("shop"))));
        document("a NUL in an unknown field", "note", document -> document.put("note", "a\0b"));
        document("nesting without end", deepPath(), document -> document.put("note", deep()));
    }

    private static String deepPath() {
        return "note" + "[0]".repeat(32);
    }

    private static Object deep() {
        Object value = "bottom";
        for (var level = 0; level < 60; level++) {
            value = list(value);
        }
        return value;
    }

    private void applications() {
        application("no application name", "application_name", application -> application.remove("application_name"));
        application(
                "an empty application name",
                "application_name",
                application -> application.put("application_name", ""));
        application(
                "an application name with a dash",
                "application_name",
                application -> application.put("application_name", "my-shop"));
        application(
                "an application name of 31 letters",
                "application_name",
                application -> application.put("application_name", "a".repeat(31)));
        application(
                "an application name that is null",
                "application_name",
                application -> application.put("application_name", null));
        application(
                "no application namespace",
                "application_namespace",
                application -> application.remove("application_namespace"));
        application(
                "an application namespace with a dot",
                "application_namespace",
                application -> application.put("application_namespace", "a.b"));
        application(
                "an id of a wrong shape",
                "applicationID",
                application -> application.put("applicationID", "../../etc/passwd"));
        application("an id that is a number", "applicationID", application -> application.put("applicationID", 7));
        application(
                "a description that is a list",
                "application_desc",
                application -> application.put("application_desc", list()));
        application(
                "a description without end",
                "application_desc",
                application -> application.put("application_desc", "x".repeat(5_000)));
        application("no microservices", "microservices", application -> application.remove("microservices"));
        application(
                "microservices that are an object",
                "microservices",
                application -> application.put("microservices", object()));
        application(
                "a microservice that is a number",
                "microservices[0]",
                application -> application.put("microservices", list(1)));
        application(
                "too many microservices",
                "microservices",
                application -> application.put("microservices", new ArrayList<>(Collections.nCopies(501, object()))));
        application(
                "the same microservice twice",
                "microservices[1].microservice_name",
                application ->
                        application.put("microservices", list(Documents.service("web"), Documents.service("web"))));
    }

    private void names() {
        for (var field : List.of("microservice_name", "microservice_namespace")) {
            missing(field);
            service("an empty " + field, field, "");
            service("a " + field + " with a blank", field, "a b");
            service("a " + field + " with an umlaut", field, "über");
            service("a " + field + " with a line feed at its end", field, "web\n");
            service("a " + field + " of 31 letters", field, "a".repeat(31));
        }
        service("a microservice id of its own", "microserviceID", "0123456789abcdef01234567");
        missing("virtualization");
        service("an empty virtualization", "virtualization", "");
        service("a virtualization in capitals", "virtualization", "Container");
        service("a virtualization with a slash", "virtualization", "a/b");
        service("a virtualization of 64 letters", "virtualization", "a".repeat(64));
    }

    private void processes() {
        missing("code");
        service("an empty code", "code", "");
        service("a code with a blank", "code", "nginx latest");
        service("a code with a line feed", "code", "nginx\n");
        service("a code with an escape", "code", "nginx\u001b[2J");
        service("a code that looks like an option", "code", "--privileged");
        service("a code of 2049 characters", "code", "a".repeat(2_049));
        service("a NUL in an argument", "cmd[0]", "cmd", list("a\0b"));
        service("an argument that is a number", "cmd[1]", "cmd", list("sleep", 5));
        service("too many arguments", "cmd", new ArrayList<>(Collections.nCopies(1_001, "a")));
        service("too long a command", "cmd", list("a".repeat(40_000), "b".repeat(40_000)));
        service("a variable without a value", "environment", list("NAME"));
        service("a variable without a name", "environment", list("=value"));
        service("a variable that begins with a digit", "environment", list("1A=b"));
        service("a variable with a dash", "environment", list("A-B=c"));
        service("a variable twice", "environment", list("A=1", "A=2"));
        service("a NUL in a variable", "environment[0]", "environment", list("A=\0"));
        service("an environment that is an object", "environment", object("A", "b"));
        service("retries without one_shot", "retries", 3);
        two("more than 100 retries", "retries", "one_shot", true, "retries", 101);
        two("negative retries", "retries", "one_shot", true, "retries", -1);
        service("privileged", "privileged", true);
        service("no arch for a unikernel", "arch", "virtualization", "unikernel");
        two("an empty arch for a unikernel", "arch", "virtualization", "unikernel", "arch", list());
        service("an arch in other words", "arch", list("x86_64"));
        service("an arch that is a text", "arch", "amd64");
    }

    private void amounts() {
        for (var field : List.of("memory", "vcpus", "vgpus", "vtpus", "storage", "bandwidth_in", "bandwidth_out")) {
            service("negative " + field, field, -1);
            service(field + " with a decimal point", field, 1.5);
            service(field + " as a text", field, "100");
            service(field + " beyond all machines", field, 2_000_000_000);
        }
        service("memory that fits in no number", "memory", BigInteger.TWO.pow(200));
        service("memory that is true", "memory", true);
        service("memory with a zero after the point", "memory", 100.0);
        service("memory that is null", "memory", null);
    }

    private void ports() {
        for (var text : List.of(
                " ",
                "hello",
                "0",
                "0:0",
                "65536",
                "65536:80",
                "80:65536",
                "-1:80",
                "+80:80",
                "080080:80",
                "80:80;",
                ";80",
                ";",
                "80:80-80",
                "80:80/sctp",
                "80:80/UDP",
                "8000-8010:9000-9010",
                "127.0.0.1:80:80",
                "80:80,90:90",
                "80:81:82",
                "80 :80",
                "80:",
                ":80",
                "80/",
                "٨٠:80",
                "80:80;80:81",
                "80:80/udp;80:81/udp",
                "999999999999:80")) {
            service("the port \"" + text + "\"", "port", text);
        }
        service("too many ports", "port", manyPorts(65));
        service("a port that is a number", "port", 80);
    }

    private static String manyPorts(int count) {
        var entries = new ArrayList<String>();
        for (var port = 1; port <= count; port++) {
            entries.add(Integer.toString(port));
        }
        return String.join(";", entries);
    }

    private void addresses() {
        for (var text : List.of(
                "",
                "10.30.0",
                "10.30.0.1.2",
                "10.20.0.1",
                "172.30.0.1",
                "010.30.0.1",
                "10.30.0.01",
                " 10.30.0.1",
                "10.30.0.1 ",
                "10.30.999.1",
                "10.30.a.b",
                "10.30..",
                "10.30.0.1/16",
                "::ffff:10.30.0.1",
                "fdff:2000::1")) {
            address("the rr_ip \"" + text + "\"", "rr_ip", text);
        }
        for (var text : List.of(
                "",
                "garbage",
                "10.30.0.1",
                "fdff:2800::1",
                "fdff:1000::1",
                "fdff::1",
                "2001:db8::1",
                "fdff:2000:::1",
                "fdff:2000::1::2",
                "fdff:2000::1%eth0",
                "fdff:2000:0:0:0:0:0",
                "fdff:2000::12345",
                "[fdff:2000::1]",
                "fdff:2000::10.30.0.1")) {
            address("the rr_ip_v6 \"" + text + "\"", "rr_ip_v6", text);
        }
        address("a closest address in the block of another policy", "closest_ip_v6", "fdff:2000::1");
        address("an address of an unknown policy", "fastest_ip", "10.30.0.1");
        address("an address that is a number", "rr_ip", 17);
        service("addresses that are a list", "addresses", list());
        service(
                "one address for two policies",
                "addresses.closest_ip",
                "addresses",
                object("rr_ip", "10.30.0.1", "closest_ip", "10.30.0.1"));
        service(
                "two addresses for one policy",
                "addresses.round_robin_ip",
                "addresses",
                object("rr_ip", "10.30.0.1", "round_robin_ip", "10.30.0.2"));
        service("instances that are a text", "addresses.instances", "addresses", object("instances", "all"));
        var other = Documents.service("other");
        other.put("addresses", object("rr_ip_v6", "fdff:2000:0::1"));
        application("one address for two services", "microservices[1].addresses.rr_ip_v6", application -> {
            var first = Documents.service("web");
            first.put("addresses", object("rr_ip_v6", "fdff:2000::1"));
            application.put("microservices", list(first, other));
        });
    }

    private void constraints() {
        service("constraints that are an object", "constraints", object());
        service("a constraint that is a text", "constraints[0]", "constraints", list("direct"));
        service(
                "too many constraints",
                "constraints",
                new ArrayList<>(Collections.nCopies(17, object("type", "direct"))));
        constraint("without a type", "type", object("cluster", "c1"));
        constraint("of an unknown type", "type", object("type", "teleport"));
        constraint("whose type is a number", "type", object("type", 1));
        constraint("direct with a cluster that is a list", "cluster", object("type", "direct", "cluster", list("c1")));
        constraint("direct with a node that is a number", "node", object("type", "direct", "node", 1));
        constraint("direct with a name without end", "node", object("type", "direct", "node", "a".repeat(254)));
        constraint("direct with a control character", "cluster", object("type", "direct", "cluster", "a\u0007b"));
        constraint("clusters with a text", "allowed", object("type", "clusters", "allowed", "c1"));
        constraint("clusters with a number in it", "allowed[0]", object("type", "clusters", "allowed", list(1)));
        constraint("addons with an object", "needs", object("type", "addons", "needs", object()));
        constraint(
                "latency with a threshold that is a word",
                "threshold",
                object("type", "latency", "area", "munich", "threshold", "fast"));
        constraint(
                "latency with a negative threshold",
                "threshold",
                object("type", "latency", "area", "munich", "threshold", -1));
        constraint(
                "latency with a rigidness above 1",
                "rigidness",
                object("type", "latency", "area", "munich", "rigidness", 1.5));
        constraint(
                "latency with half seconds",
                "convergence_time",
                object("type", "latency", "area", "munich", "convergence_time", 0.5));
        constraint("geo with a place that is a word", "location", object("type", "geo", "location", "Munich"));
        constraint("geo with a latitude beyond the pole", "location", object("type", "geo", "location", "91,11"));
        constraint(
                "geo with a threshold around the earth",
                "threshold",
                object("type", "geo", "location", "48,11", "threshold", 50_000));
    }

    private void otherNeeds() {
        service("connectivity that is an object", "connectivity", object());
        service(
                "connectivity without a target",
                "connectivity[0].target_microservice_id",
                "connectivity",
                list(object("con_constraints", list())));
        service(
                "connectivity without constraints",
                "connectivity[0].con_constraints",
                "connectivity",
                list(object("target_microservice_id", "")));
        service(
                "connectivity of an unknown type",
                "connectivity[0].con_constraints[0].type",
                "connectivity",
                list(object(
                        "target_microservice_id",
                        "a",
                        "con_constraints",
                        list(object("type", "smell", "threshold", 1, "rigidness", 1, "convergence_time", 1)))));
        service("a volume without a driver", "volumes[0].csi_driver", "volumes", list(object("volume_id", "data")));
        service("a volume without an id", "volumes[0].volume_id", "volumes", list(object("csi_driver", "nfs")));
        service(
                "a volume whose config is a text",
                "volumes[0].config",
                "volumes",
                list(object("volume_id", "a", "csi_driver", "nfs", "config", "x")));
        service("added files that are a text", "added_files", "http://example.org/a");
    }

    private void wrongTypes() {
        for (var field : List.of(
                "microservice_name",
                "virtualization",
                "code",
                "state",
                "sla_violation_strategy",
                "target_node",
                "description")) {
            service(field + " as an object", field, object());
            service(field + " as a number", field, 1);
        }
        for (var field :
                List.of("cmd", "environment", "args", "added_files", "constraints", "connectivity", "volumes")) {
            service(field + " as a text", field, "x");
            service(field + " as null", field, null);
        }
        for (var field : List.of("one_shot", "privileged", "isolated")) {
            service(field + " as a text", field, "true");
            service(field + " as a number", field, 1);
        }
    }

    private void document(String name, String field, Consumer<Map<String, Object>> mutation) {
        var document = Documents.valid();
        mutation.accept(document);
        all.add(new BadDescriptor(name, document, field));
    }

    private void application(String name, String field, Consumer<Map<String, Object>> mutation) {
        var application = Documents.application("shop", Documents.service("web"));
        mutation.accept(application);
        document(name, APPLICATION + "." + field, document -> document.put("applications", list(application)));
    }

    private void missing(String field) {
        var service = Documents.service("web");
        service.remove(field);
        serviceDocument("no " + field, field, service);
    }

    private void service(String name, String field, Object value) {
        service(name, field, field, value);
    }

    private void service(String name, String path, String field, Object value) {
        var service = Documents.service("web");
        service.put(field, value);
        serviceDocument(name, path, service);
    }

    private void two(String name, String path, String first, Object firstValue, String second, Object secondValue) {
        var service = Documents.service("web");
        service.put(first, firstValue);
        service.put(second, secondValue);
        serviceDocument(name, path, service);
    }

    private void address(String name, String key, Object value) {
        service(name, "addresses." + key, "addresses", object(key, value));
    }

    private void constraint(String name, String field, Map<String, Object> constraint) {
        service("a constraint " + name, "constraints[0]." + field, "constraints", list(new HashMap<>(constraint)));
    }

    private void serviceDocument(String name, String path, Map<String, Object> service) {
        application(name, "", application -> application.put("microservices", list(service)));
        var last = all.removeLast();
        all.add(new BadDescriptor(name, last.document(), SERVICE + "." + path));
    }
}
