package holm.overlay.network;

import holm.overlay.kernel.Command;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Another host: a network namespace with a link to this one, and no default route. */
record Neighbour(String name) {
    void connect() throws Exception {
        remove();
        Command.run("""
                netns add %1$s
                link add %1$s type veth peer name eth0 netns %1$s
                addr add 198.51.100.1/24 dev %1$s
                addr add fd51:100::1/64 dev %1$s nodad
                link set %1$s up
                """.formatted(name), List.of("ip", "-batch", "-"));
        Command.run("""
                link set lo up
                addr add 198.51.100.2/24 dev eth0
                addr add fd51:100::2/64 dev eth0 nodad
                link set eth0 up
                """, List.of("ip", "-netns", name, "-batch", "-"));
    }

    String fetch(String host, int port) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .until(
                        () -> Command.run(
                                "",
                                List.of(
                                        "nsenter",
                                        "--net=/run/netns/" + name,
                                        "curl",
                                        "-gsm2",
                                        "http://%s:%d/".formatted(host, port))),
                        answer -> !answer.isEmpty());
    }

    void remove() throws Exception {
        Command.attempt("", List.of("ip", "link", "delete", name));
        Command.attempt("", List.of("ip", "netns", "delete", name));
    }
}
