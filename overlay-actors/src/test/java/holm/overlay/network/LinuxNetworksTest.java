package holm.overlay.network;

import static holm.testing.Need.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.InstanceId;
import holm.domain.Protocol;
import holm.domain.ServiceId;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.NetworkNeed;
import holm.overlay.Attachment;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.testing.Needs;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real namespaces, real packets; a network name and a subnet of its own, so that a Holm on this machine is not disturbed. */
@Needs(ROOT)
class LinuxNetworksTest {
    private static final String NAME = "hlmnettest";
    private static final String UDP_ECHO =
            "$s = IO::Socket::INET->new(LocalPort => 53, Proto => 'udp'); while ($s->recv($d, 9000)) { $s->send($d) }";
    private static final InstanceId FIRST = instance(0);
    private static final InstanceId SECOND = instance(1);
    private static final NetworkNeed NAMESPACE = new NetworkNeed.Namespace();
    private static final List<PortMapping> WEB = List.of(new PortMapping(38_080, 80, Protocol.TCP));

    @TempDir
    Path state;

    private final List<Process> servers = new ArrayList<>();
    private LinuxNetworks networks;

    @BeforeEach
    void open() throws Exception {
        networks = reopen();
    }

    @AfterEach
    void reset() throws Exception {
        servers.forEach(Process::destroyForcibly);
        networks.reset();
    }

    @Test
    void servesAPortOnEveryLoopbackAddress() throws Exception {
        serve(networks.attach(FIRST, WEB, NAMESPACE, false), "first");
        assertThat(fetch("127.0.0.1", 38_080)).isEqualTo("first");
        assertThat(fetch("::1", 38_080)).isEqualTo("first");
    }

    @Test
    void servesAPortToOtherHostsInBothFamilies() throws Exception {
        serve(networks.attach(FIRST, WEB, NAMESPACE, false), "first");
        var peer = new Neighbour("hlmnetpeer");
        try {
            peer.connect();
            assertThat(peer.fetch("198.51.100.1", 38_080)).isEqualTo("first");
            assertThat(peer.fetch("[fd51:100::1]", 38_080)).isEqualTo("first");
        } finally {
            peer.remove();
        }
    }

    @Test
    void servesUdp() throws Exception {
        var attachment = networks.attach(FIRST, List.of(new PortMapping(38_053, 53, Protocol.UDP)), NAMESPACE, false);
        inside(attachment, "perl", "-MIO::Socket::INET", "-e", UDP_ECHO);
        assertThat(echo("127.0.0.1", 38_053)).isEqualTo("holm");
    }

    @Test
    void servesUdpOnTheIpv6Loopback() throws Exception {
        var attachment = networks.attach(FIRST, List.of(new PortMapping(38_054, 53, Protocol.UDP)), NAMESPACE, false);
        inside(attachment, "perl", "-MIO::Socket::INET", "-e", UDP_ECHO);
        assertThat(echo("::1", 38_054)).isEqualTo("holm");
    }

    @Test
    void letsAnInstanceReachItselfThroughItsPort() throws Exception {
        var attachment = networks.attach(FIRST, WEB, NAMESPACE, false);
        serve(attachment, "first");
        var bridge = new NodeAddresses(NodeAddresses.numbered(1000)).bridgeV4().orElseThrow();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> wget(attachment, bridge).equals("first"));
    }

    @Test
    void letsInstancesReachEachOther() throws Exception {
        var server = networks.attach(FIRST, List.of(), NAMESPACE, false);
        serve(server, "first");
        var client = networks.attach(SECOND, List.of(), NAMESPACE, false);
        for (var address : server.addresses()) {
            var host = address.contains(":") ? "[" + address + "]" : address;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() ->
                            run(client, "curl", "-gsm2", "http://" + host + "/").equals("first"));
        }
    }

    @Test
    void refusesAPortThatAnotherProgramUses() throws Exception {
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 38_081));
            assertThatThrownBy(() -> networks.attach(
                            FIRST, List.of(new PortMapping(38_081, 80, Protocol.TCP)), NAMESPACE, false))
                    .isInstanceOfSatisfying(
                            NetworkFailure.class,
                            failure -> assertThat(failure.mayDoElsewhere()).isTrue())
                    .hasMessageContaining("38081/tcp");
            assertThat(networks.adopt()).isEmpty();
        }
    }

    @Test
    void refusesAPortThatAnotherInstanceHolds() throws Exception {
        networks.attach(FIRST, WEB, NAMESPACE, false);
        assertThatThrownBy(() -> networks.attach(SECOND, WEB, NAMESPACE, false)).hasMessageContaining(FIRST.toString());
        assertThat(networks.adopt()).extracting(Attachment::instance).containsExactly(FIRST);
    }

    @Test
    void answersTheSameAttachmentTwice() throws Exception {
        assertThat(networks.attach(FIRST, WEB, NAMESPACE, false))
                .isEqualTo(networks.attach(FIRST, WEB, NAMESPACE, false));
    }

    @Test
    void leavesNothingAfterDetachAndMayDetachTwice() throws Exception {
        var attachment = networks.attach(FIRST, WEB, NAMESPACE, false);
        networks.detach(FIRST);
        networks.detach(FIRST);
        assertThat(attachment.namespace().orElseThrow()).doesNotExist();
        assertThat(Command.run("", List.of("nft", "list", "map", "inet", NAME, "ports4")))
                .doesNotContain("38080");
        assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), 38_080).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void isAdoptedByTheNextProcessWithoutDroppingAConnection() throws Exception {
        var attachment = networks.attach(FIRST, WEB, NAMESPACE, false);
        inside(attachment, "busybox", "nc", "-l", "-p", "80", "-e", "cat");
        try (var connection = connect("127.0.0.1", 38_080)) {
            networks.close();
            networks = reopen();
            assertThat(networks.adopt()).containsExactly(attachment);
            connection.getOutputStream().write("still here\n".getBytes(StandardCharsets.UTF_8));
            assertThat(connection.getInputStream().readNBytes(11))
                    .isEqualTo("still here\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(networks.attach(FIRST, WEB, NAMESPACE, false)).isEqualTo(attachment);
    }

    @Test
    void removesANamespaceThatNobodyKnowsAnyMore() throws Exception {
        var attachment = networks.attach(FIRST, WEB, NAMESPACE, false);
        Files.delete(state.resolve(FIRST + ".network"));
        networks.close();
        networks = reopen();
        assertThat(networks.adopt()).isEmpty();
        assertThat(attachment.namespace().orElseThrow()).doesNotExist();
    }

    @Test
    void removesEveryTraceAtAReset() throws Exception {
        networks.attach(FIRST, WEB, NAMESPACE, false);
        networks.reset();
        assertThat(Command.attempt("", List.of("nft", "list", "table", "inet", NAME))
                        .succeeded())
                .isFalse();
        assertThat(Command.attempt("", List.of("ip", "link", "show", NAME)).succeeded())
                .isFalse();
        networks = reopen();
    }

    private LinuxNetworks reopen() throws NetworkFailure, InterruptedException {
        return LinuxNetworks.open(new NetworkSettings(NAME, state, NodeAddresses.numbered(1000)));
    }

    private void serve(Attachment attachment, String answer) throws IOException {
        var page = Files.createDirectories(state.resolve("www-" + attachment.instance()));
        Files.writeString(page.resolve("index.html"), answer);
        inside(attachment, "busybox", "httpd", "-f", "-p", "80", "-h", page.toString());
    }

    private void inside(Attachment attachment, String... command) throws IOException {
        var arguments = new ArrayList<>(
                List.of("nsenter", "--net=" + attachment.namespace().orElseThrow()));
        arguments.addAll(List.of(command));
        servers.add(new ProcessBuilder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private static String run(Attachment attachment, String... command) throws Exception {
        var arguments = new ArrayList<>(
                List.of("nsenter", "--net=" + attachment.namespace().orElseThrow()));
        arguments.addAll(List.of(command));
        return Command.attempt("", arguments).output();
    }

    private static String wget(Attachment attachment, String host) throws Exception {
        return run(attachment, "curl", "-gsm2", "http://" + host + ":38080/");
    }

    private static String fetch(String host, int port) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .until(() -> get(host, port), answer -> !answer.isEmpty());
    }

    private static String get(String host, int port) throws IOException {
        try (var socket = connect(host, port)) {
            socket.getOutputStream().write("GET /index.html HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    private static Socket connect(String host, int port) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .until(
                        () -> {
                            var socket = new Socket();
                            socket.setSoTimeout(2_000);
                            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(host), port), 2_000);
                            return socket;
                        },
                        Socket::isConnected);
    }

    private static String echo(String host, int port) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .until(
                        () -> {
                            try (var socket = new DatagramSocket()) {
                                socket.setSoTimeout(500);
                                var bytes = "holm".getBytes(StandardCharsets.US_ASCII);
                                socket.send(new DatagramPacket(
                                        bytes, bytes.length, new InetSocketAddress(InetAddress.ofLiteral(host), port)));
                                var answer = new DatagramPacket(new byte[16], 16);
                                socket.receive(answer);
                                return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
                            }
                        },
                        answer -> !answer.isEmpty());
    }

    private static InstanceId instance(int number) {
        return new InstanceId(new ServiceId("00000000000000000000f00d"), number);
    }
}
