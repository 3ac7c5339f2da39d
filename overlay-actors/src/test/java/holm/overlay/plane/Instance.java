package holm.overlay.plane;

import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.overlay.Attachment;
import holm.overlay.kernel.Inside;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** An instance that serves and calls. Over TCP on port 80 it says its name and whom it sees; over UDP on port 53 also what it got. */
final class Instance {
    static final int TCP = 80;
    static final int UDP = 53;
    private static final int LARGEST_DATAGRAM = 65_507;

    private final String name;
    private final Attachment attachment;
    private final Inside inside;
    private final List<Closeable> open = new ArrayList<>();

    Instance(String name, Attachment attachment) {
        this.name = name;
        this.attachment = attachment;
        this.inside = new Inside(attachment.namespace().orElseThrow());
    }

    String name() {
        return name;
    }

    Attachment attachment() {
        return attachment;
    }

    Inside inside() {
        return inside;
    }

    String address(boolean v6) {
        return attachment.addresses().stream()
                .filter(address -> address.contains(":") == v6)
                .findFirst()
                .orElseThrow();
    }

    AddressPair addresses() {
        return new AddressPair(
                Optional.of(Ipv4Address.parse(address(false))), Optional.of(Ipv6Address.parse(address(true))));
    }

    /** Begins to serve; returns when it does. */
    Instance serve() throws Exception {
        var ready = new CountDownLatch(2);
        inside.start(() -> serveTcp(ready));
        inside.start(() -> serveUdp(ready));
        ready.await();
        return this;
    }

    /** Stops to serve, as an instance that died. */
    void die() throws Exception {
        for (var socket : open) {
            socket.close();
        }
    }

    void remove() throws Exception {
        die();
        inside.close();
    }

    private void serveTcp(CountDownLatch ready) {
        try (var server = new ServerSocket(TCP, 512)) {
            open.add(server);
            ready.countDown();
            while (true) {
                var socket = server.accept();
                inside.start(() -> {
                    // Stays open for callers that say something: each line is echoed.
                    try (socket) {
                        var client = ((InetSocketAddress) socket.getRemoteSocketAddress()).getAddress();
                        var out = socket.getOutputStream();
                        out.write((name + " " + client.getHostAddress() + "\n").getBytes(StandardCharsets.UTF_8));
                        socket.getInputStream().transferTo(out);
                    } catch (IOException left) {
                        // The caller went.
                    }
                });
            }
        } catch (IOException closed) {
            // By die().
        }
    }

    private void serveUdp(CountDownLatch ready) {
        try (var socket = new DatagramSocket(UDP)) {
            open.add(socket);
            ready.countDown();
            var packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
            while (!socket.isClosed()) {
                packet.setLength(LARGEST_DATAGRAM);
                socket.receive(packet);
                var answer = (name + " " + packet.getLength()).getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // By die().
        }
    }
}
