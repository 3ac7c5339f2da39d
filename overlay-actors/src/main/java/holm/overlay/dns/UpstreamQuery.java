package holm.overlay.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;

/**
 * One question to one upstream server. Each has a socket of its own, so that who wants to answer in the server's place has to
 * guess the port as well as the id (RFC 5452 9).
 */
final class UpstreamQuery {
    private final InetSocketAddress server;
    private final Message query;
    private final long deadline;

    /** @param query with an id that nobody can foresee */
    UpstreamQuery(InetSocketAddress server, Message query, Duration patience) {
        this.server = server;
        this.query = query;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** @throws IOException when there is no answer to this question in time */
    Message ask() throws IOException {
        var answer = overUdp();
        return answer.getHeader().getFlag(Flags.TC) ? overTcp() : answer;
    }

    private Message overUdp() throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.connect(server); // then a closed port is told at once, and strangers are not heard
            var question = query.toWire();
            socket.send(new DatagramPacket(question, question.length));
            var buffer = new byte[DnsLimits.TCP_BYTES];
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.setSoTimeout(Frames.remainingMillis(deadline));
                socket.receive(packet);
                var answer = answer(Arrays.copyOf(buffer, packet.getLength()));
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
    }

    private Message overTcp() throws IOException {
        try (var socket = new Socket()) {
            socket.connect(server, Frames.remainingMillis(deadline));
            Frames.write(socket, query.toWire());
            return Frames.read(socket, Duration.ofMillis(Frames.remainingMillis(deadline)), DnsLimits.TCP_BYTES)
                    .flatMap(this::answer)
                    .orElseThrow(() -> new IOException("no answer over TCP"));
        }
    }

    /** @return empty when it is something else: another id, another question, no DNS at all. Then the right one may yet come */
    private Optional<Message> answer(byte[] bytes) {
        if (bytes.length < Header.LENGTH) {
            return Optional.empty();
        }
        try {
            var message = new Message(bytes);
            var header = message.getHeader();
            var matches = header.getFlag(Flags.QR)
                    && header.getID() == query.getHeader().getID()
                    && query.getQuestion().equals(message.getQuestion());
            return matches ? Optional.of(message) : Optional.empty();
        } catch (IOException | RuntimeException malformed) {
            return Optional.empty();
        }
    }
}
