package holm.overlay.dns;

import static holm.testing.Need.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import holm.domain.InstanceId;
import holm.domain.address.Policies;
import holm.domain.descriptor.ServiceName;
import holm.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the resolvers of real programs make of the names, in a namespace whose resolv.conf is that of a container. */
@Needs(ROOT)
class ResolversTest {
    private static final String NAME = "hlmdnstest";
    private static final String BRIDGE_V4 = "10.199.53.1";
    private static final String BRIDGE_V6 = "fd99:53::1";

    @TempDir
    Path directory;

    private FakeUpstream upstream;
    private NameServer server;

    @BeforeEach
    void open() throws Exception {
        remove();
        for (var command : List.of(
                "ip netns add " + NAME,
                "ip link add " + NAME + " type veth peer name eth0 netns " + NAME,
                "ip addr add " + BRIDGE_V4 + "/24 dev " + NAME,
                "ip addr add " + BRIDGE_V6 + "/64 nodad dev " + NAME,
                "ip link set " + NAME + " up",
                "ip -n " + NAME + " addr add 10.199.53.2/24 dev eth0",
                "ip -n " + NAME + " addr add fd99:53::2/64 nodad dev eth0",
                "ip -n " + NAME + " link set eth0 up")) {
            run(List.of(command.split(" ", -1)));
        }
        var names = new KnownNames(Policies.BUILT_IN);
        names.put(Tables.table(1, Tables.WEB)
                .with(Map.of(
                        "rr", Tables.pair(BRIDGE_V4, BRIDGE_V6),
                        "closest", Tables.pair("10.30.0.6", ""),
                        "least_loaded", Tables.pair("10.30.0.7", "")))
                .with(List.of(Tables.endpoint(1, 0, Tables.pair("10.30.0.8", ""), Tables.pair("", ""))))
                .table());
        names.put(Tables.table(2, new ServiceName("shop", "prod", "db", "data"))
                .with(Map.of("rr", Tables.pair("10.30.0.9", "")))
                .table());
        names.put(Tables.table(3, Tables.CART).table());
        names.attached(new InstanceId(Tables.id(3), 0), List.of("10.199.53.2", "fd99:53::2"));
        upstream = FakeUpstream.saying(7);
        server = NameServer.open(
                NameServerSettings.of(
                        List.of(InetAddress.ofLiteral(BRIDGE_V4), InetAddress.ofLiteral(BRIDGE_V6)),
                        Server.asking(upstream)),
                names,
                (_, _) -> CompletableFuture.completedFuture(Optional.empty()));
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        upstream.close();
        remove();
    }

    @ParameterizedTest
    @ValueSource(strings = {BRIDGE_V4, BRIDGE_V6})
    void glibcFindsShortAndFullNames(String nameServer) throws Exception {
        for (var name : List.of("web", "WEB", "web.main.shop.prod.holm", "rr.web")) {
            assertThat(inside(nameServer, "getent", "ahosts", name)).as(name).contains(BRIDGE_V4, BRIDGE_V6);
        }
        assertThat(inside(nameServer, "getent", "ahosts", "closest.web")).contains("10.30.0.6");
        assertThat(inside(nameServer, "getent", "ahosts", "least-loaded.web")).contains("10.30.0.7");
        assertThat(inside(nameServer, "getent", "ahosts", "0.web")).contains("10.30.0.8");
        assertThat(inside(nameServer, "getent", "ahosts", "db.data")).contains("10.30.0.9");
        assertThat(inside(nameServer, "getent", "hosts", "10.30.0.8")).contains("0.web.main.shop.prod.holm");
    }

    @Test
    void glibcAsksForeignNamesAsTheyAre() throws Exception {
        assertThat(inside(BRIDGE_V4, "getent", "ahostsv4", "www.example.org")).contains("192.0.2.7");
        assertThat(upstream.asked)
                .extracting(query -> query.getQuestion().getName().toString())
                .containsOnly("www.example.org.");
    }

    @ParameterizedTest
    @ValueSource(strings = {BRIDGE_V4, BRIDGE_V6})
    void busyboxLooksUpShortAndFullNames(String nameServer) throws Exception {
        assertThat(inside(nameServer, "busybox", "nslookup", "web")).contains(BRIDGE_V4);
        assertThat(inside(nameServer, "busybox", "nslookup", "web.main.shop.prod.holm"))
                .contains(BRIDGE_V4);
    }

    @Test
    void curlFetchesFromAShortName() throws Exception {
        var web = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(BRIDGE_V4), 0), 0);
        try {
            web.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 4);
                exchange.getResponseBody().write("holm".getBytes(StandardCharsets.US_ASCII));
                exchange.close();
            });
            web.start();
            var url = "http://web:" + web.getAddress().getPort() + "/";
            assertThat(inside(BRIDGE_V4, "curl", "-gsm10", url)).isEqualTo("holm");
        } finally {
            web.stop(0);
        }
    }

    /** Runs a program as in a container of the service cart; what it prints, both streams in one. */
    private String inside(String nameServer, String... command) throws Exception {
        var file = directory.resolve("resolv.conf");
        Files.writeString(file, """
                search %s
                nameserver %s
                options ndots:1
                """.formatted(AddressName.searchDomain(Tables.CART), nameServer));
        var all = new ArrayList<>(List.of(
                "nsenter",
                "--net=/run/netns/" + NAME,
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"",
                file.toString()));
        all.addAll(List.of(command));
        return run(all);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output;
    }

    private static void remove() throws Exception {
        if (Files.exists(Path.of("/sys/class/net", NAME))) {
            run(List.of("ip", "link", "delete", NAME));
        }
        if (Files.exists(Path.of("/run/netns", NAME))) {
            run(List.of("ip", "netns", "delete", NAME));
        }
    }
}
