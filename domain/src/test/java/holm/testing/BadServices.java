package holm.testing;

import static holm.testing.Documents.list;
import static holm.testing.Documents.object;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What can be wrong with a service: what it is, what it runs, how much it asks for. */
final class BadServices extends BadDescriptorTable {
    BadServices() {
        names();
        processes();
        amounts();
        wrongTypes();
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
        service("a virtualization that is a worker's capability", "virtualization", "unikernel-kvm");
        service("a virtualization of 64 letters", "virtualization", "a".repeat(64));
    }

    private void processes() {
        missing("code");
        service("an empty code", "code", "");
        service("a code with a blank", "code", "nginx latest");
        service("a code with a line feed", "code", "nginx\n");
        service("a code with an escape", "code", "nginx\u001b[2J");
        service("a code that looks like an option", "code", "--privileged");
        for (var code : List.of(
                "Nginx",
                "nginx:",
                "nginx@sha256:abc",
                "https://docker.io/nginx",
                "docker.io/",
                "../nginx",
                "a".repeat(256),
                "docker-archive:",
                "docker-archive:web.tar",
                "oci-archive:ftp://images.example.org/web.tar",
                "oci-archive:file:web.tar")) {
            service("the code " + (code.length() > 60 ? "of 256 letters" : code), "code", code);
        }
        service("a code of 2049 characters", "code", "a".repeat(2_049));
        service("a NUL in an argument", "cmd[0]", "cmd", list("a\0b"));
        service("an argument that is a number", "cmd[1]", "cmd", list("sleep", 5));
        service("too many arguments", "cmd", new ArrayList<>(Collections.nCopies(1_001, "a")));
        service("too long a command", "cmd", list("a".repeat(40_000), "b".repeat(40_000)));
        service("a variable without a value", "environment[0]", "environment", list("NAME"));
        service("a variable without a name", "environment[0]", "environment", list("=value"));
        service("a variable that begins with a digit", "environment[0]", "environment", list("1A=b"));
        service("a variable with a dash", "environment[0]", "environment", list("A-B=c"));
        service("a variable twice", "environment[1]", "environment", list("A=1", "A=2"));
        service("a NUL in a variable", "environment[0]", "environment", list("A=\0"));
        service("an environment that is an object", "environment", object("A", "b"));
        service("retries without one_shot", "retries", 3);
        two("more than 100 retries", "retries", "one_shot", true, "retries", 101);
        two("negative retries", "retries", "one_shot", true, "retries", -1);
        service("privileged", "privileged", true);
        service("an arch in other words", "arch[0]", "arch", list("x86_64"));
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
}
