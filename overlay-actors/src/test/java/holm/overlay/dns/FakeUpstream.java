package holm.overlay.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** A name server on loopback that answers as a test says, also wrongly. */
final class FakeUpstream implements AutoCloseable {
    private static final InetAddress HOST = InetAddress.ofLiteral("127.0.0.1");
    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final Function<Message, List<byte[]>> datagrams;
    private final Function<Message, byte[]> framed;

    /** What was asked over UDP. */
    final List<Message> asked = new CopyOnWriteArrayList<>();

    /** From which ports. */
    final List<SocketAddress> askers = new CopyOnWriteArrayList<>();

    /**
     * @param datagrams what is sent for a query over UDP, in this order
     * @param framed what is sent over TCP
     */
    FakeUpstream(Function<Message, List<byte[]>> datagrams, Function<Message, byte[]> framed) throws IOException {
        this.datagrams = datagrams;
        this.framed = framed;
        var sockets = Sockets.open();
        this.tcp = sockets.tcp();
        this.udp = sockets.udp();
        Thread.startVirtualThread(this::receive);
        Thread.startVirtualThread(this::accept);
    }

    /** On any port that is free for both. */
    private record Sockets(ServerSocket tcp, DatagramSocket udp) {
        static Sockets open() throws IOException {
            for (var attempt = 1; ; attempt++) {
                var tcp = new ServerSocket(0, 50, HOST);
                try {
                    return new Sockets(tcp, new DatagramSocket(new InetSocketAddress(HOST, tcp.getLocalPort())));
                } catch (IOException takenForUdp) {
                    tcp.close();
                    if (attempt == 10) {
                        throw takenForUdp;
                    }
                }
            }
        }
    }

    /** Says {@code 192.0.2.<n>} for all names. */
    static FakeUpstream saying(int n) throws IOException {
        return new FakeUpstream(
                query -> List.of(answer(query, n).toWire()),
                query -> answer(query, n).toWire());
    }

    static FakeUpstream silent() throws IOException {
        return new FakeUpstream(query -> List.of(), query -> new byte[0]);
    }

    static FakeUpstream refusing(int rcode) throws IOException {
        Function<Message, byte[]> reply = query -> {
            var message = answer(query, 1);
            message.removeAllRecords(Section.ANSWER);
            message.getHeader().setRcode(rcode);
            return message.toWire();
        };
        return new FakeUpstream(query -> List.of(reply.apply(query)), reply);
    }

    /** @return an answer with the addresses {@code 192.0.2.1}–{@code 192.0.2.<count>} */
    static Message answers(Message query, int count) {
        var message = answer(query, 1);
        IntStream.rangeClosed(2, count).forEach(n -> message.addRecord(record(query, n), Section.ANSWER));
        return message;
    }

    static Message answer(Message query, int n) {
        var message = new Message(query.getHeader().getID());
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.RA);
        message.addRecord(query.getQuestion(), Section.QUESTION);
        message.addRecord(record(query, n), Section.ANSWER);
        return message;
    }

    private static ARecord record(Message query, int n) {
        return new ARecord(query.getQuestion().getName(), DClass.IN, 300, InetAddress.ofLiteral("192.0.2." + n));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(HOST, tcp.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }

    private void receive() {
        var buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                var query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                askers.add(packet.getSocketAddress());
                asked.add(query);
                for (var reply : datagrams.apply(query)) {
                    udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void accept() {
        while (!tcp.isClosed()) {
            try (var client = tcp.accept()) {
                var query = Frames.read(client, Duration.ofSeconds(10), 4096);
                if (query.isPresent()) {
                    Frames.write(client, framed.apply(new Message(query.get())));
                }
            } catch (IOException closed) {
                // The next one, unless the socket is closed.
            }
        }
    }
}
