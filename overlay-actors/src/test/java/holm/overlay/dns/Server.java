package holm.overlay.dns;

import static org.awaitility.Awaitility.await;

import holm.domain.InstanceId;
import holm.domain.address.Policies;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * A name server on loopback that knows {@link Tables#WEB_TABLE}, with clients: {@code 127.0.0.1} is the machine itself, {@code
 * 127.0.0.2} an instance of the service web.
 */
final class Server implements AutoCloseable {
    static final InetAddress MACHINE = InetAddress.ofLiteral("127.0.0.1");
    static final InetAddress INSTANCE = InetAddress.ofLiteral("127.0.0.2");

    /** Longer than any scheduling delay of a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final KnownNames names = new KnownNames(Policies.BUILT_IN);
    final NameServer server;

    /** @param upstreams are waited for shortly, so that tests of silent ones are quick */
    Server(Upstreams upstreams, RemoteNames remote) throws IOException {
        this(upstreams, remote, Duration.ofMillis(300));
    }

    Server(Upstreams upstreams, RemoteNames remote, Duration upstreamPatience) throws IOException {
        names.put(Tables.WEB_TABLE);
        names.attached(new InstanceId(Tables.WEB_TABLE.service(), 0), List.of("127.0.0.2"));
        var loopback = List.of(MACHINE, InetAddress.ofLiteral("::1"));
        server = NameServer.open(
                new NameServerSettings(loopback, 0, upstreams, upstreamPatience, Duration.ofMillis(300)),
                names,
                remote);
    }

    /** Alone in the world. */
    static Server alone() throws IOException {
        return new Server(Upstreams.none(), nothingElse());
    }

    static Server with(FakeUpstream... upstreams) throws IOException {
        return new Server(asking(upstreams), nothingElse());
    }

    static Upstreams asking(FakeUpstream... upstreams) {
        var addresses = Arrays.stream(upstreams).map(FakeUpstream::address).toList();
        return () -> addresses;
    }

    static RemoteNames nothingElse() {
        return (_, _) -> CompletableFuture.completedFuture(Optional.empty());
    }

    InetSocketAddress v4() {
        return server.addresses().getFirst();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** Asks as the machine itself. */
    Message ask(String name, int type) throws IOException {
        return ask(MACHINE, query(name, type));
    }

    Message askAsInstance(String name, int type) throws IOException {
        return ask(INSTANCE, query(name, type));
    }

    /** With dnsjava's own client: over UDP, and over TCP when the answer was truncated. */
    Message ask(InetAddress client, Message query) throws IOException {
        return client(v4(), client).send(query);
    }

    static SimpleResolver client(InetSocketAddress server, InetAddress client) {
        var resolver = new SimpleResolver(server);
        resolver.setLocalAddress(new InetSocketAddress(client, 0));
        resolver.setEDNS(-1);
        resolver.setTimeout(PATIENCE);
        return resolver;
    }

    static Message query(String name, int type) {
        return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
    }

    /** @return the addresses or names of the answer, as text */
    static List<String> rdata(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(each -> Type.string(each.getType()) + " " + each.rdataToString())
                .collect(Collectors.toList());
    }

    /** @return what comes back for these bytes over UDP */
    byte[] datagram(byte[] bytes) throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(MACHINE, 0))) {
            socket.connect(v4());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.send(new DatagramPacket(bytes, bytes.length));
            var packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }
    }

    /** Sends these bytes over UDP and waits until they were thrown away without an answer. */
    void throwsAway(byte[] bytes) throws IOException {
        var before = server.counts().dropped();
        try (var socket = new DatagramSocket(new InetSocketAddress(MACHINE, 0))) {
            socket.send(new DatagramPacket(bytes, bytes.length, v4()));
        }
        await().until(() -> server.counts().dropped() == before + 1);
    }

    /** Connected, from the machine itself. */
    Socket connect() throws IOException {
        var socket = new Socket();
        socket.connect(v4());
        return socket;
    }

    static Message read(Socket socket) throws IOException {
        return new Message(Frames.read(socket, PATIENCE, DnsLimits.TCP_BYTES).orElseThrow());
    }
}
