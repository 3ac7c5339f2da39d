package holm.testing;

import static holm.testing.Documents.list;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What can be wrong with a service that is a unikernel. */
final class BadUnikernels extends BadDescriptorTable {
    private static final String URL = "https://images.example.org/web_amd64.tar.gz";

    BadUnikernels() {
        codes();
        architectures();
        machines();
    }

    private void codes() {
        for (var code : List.of(
                "docker.io/library/nginx:latest",
                "web.tar.gz",
                "/images/web.tar.gz",
                "ftp://images.example.org/web.tar.gz",
                "https://",
                "https:web.tar.gz",
                "http://images.example.org:99999/web.tar.gz",
                "http://images.example.org/%zz",
                "https://user:secret@images.example.org/web.tar.gz",
                "file:web.tar.gz",
                "file://images.example.org/web.tar.gz",
                URL + "#sha256=abc",
                URL + "#md5=0123456789abcdef0123456789abcdef",
                URL + ",",
                "," + URL)) {
            unikernel("the unikernel " + code, "code", service -> service.put("code", code));
        }
        unikernel("a second URL that is none", "code", service -> {
            service.put("code", URL + ",web.tar.gz");
            service.put("arch", list("amd64", "arm64"));
        });
        unikernel("more URLs than architectures", "code", service -> service.put("code", URL + "," + URL));
        unikernel("fewer URLs than architectures", "code", service -> {
            service.put("code", URL + "," + URL);
            service.put("arch", list("amd64", "arm64", "riscv64"));
        });
    }

    private void architectures() {
        unikernel("no arch for a unikernel", "arch", service -> service.remove("arch"));
        unikernel("an empty arch for a unikernel", "arch", service -> service.put("arch", list()));
        unikernel("an unknown arch for a unikernel", "arch[0]", service -> service.put("arch", list("z80")));
        unikernel("an arch that is a number for a unikernel", "arch[0]", service -> service.put("arch", list(64)));
        unikernel("two URLs for one arch", "arch", service -> {
            service.put("code", URL + "," + URL);
            service.put("arch", list("amd64", "amd64"));
        });
    }

    private void machines() {
        unikernel("a unikernel without memory", "memory", service -> service.put("memory", 0));
        unikernel(
                "a unikernel with a line feed in an argument",
                "cmd[1]",
                service -> service.put("cmd", list("-c", "a\nb")));
        unikernel(
                "a unikernel with a tab in its environment",
                "environment[0]",
                service -> service.put("environment", list("A=\tb")));
        unikernel(
                "an unknown dialect of Unikraft", "unikraft_netdev", service -> service.put("unikraft_netdev", "ipv6"));
        unikernel(
                "a dialect of Unikraft that is a number",
                "unikraft_netdev",
                service -> service.put("unikraft_netdev", 1));
        service("a dialect of Unikraft for a container", "unikraft_netdev", "ip");
    }

    private void unikernel(String name, String path, Consumer<Map<String, Object>> change) {
        var service = Documents.unikernel("web", URL);
        change.accept(service);
        serviceDocument(name, path, service);
    }
}
