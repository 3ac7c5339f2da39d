package holm.overlay.dns;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Messages over TCP: two bytes of length, then the message (RFC 1035 4.2.2). */
final class Frames {
    private Frames() {}

    /**
     * @param patience for the whole message, however slowly its bytes drip
     * @param largest bytes; the length of a longer one is read, and no more
     * @return the message; empty when the peer has closed in between, or says a length that is not taken
     */
    static Optional<byte[]> read(Socket socket, Duration patience, int largest) throws IOException {
        var deadline = System.nanoTime() + patience.toNanos();
        var length = new byte[Short.BYTES];
        var first = readSome(socket, length, 0, deadline);
        if (first < 0) {
            return Optional.empty();
        }
        readRest(socket, length, first, deadline);
        var size = ByteBuffer.wrap(length).getShort() & 0xffff;
        if (size > largest) {
            return Optional.empty();
        }
        var message = new byte[size];
        readRest(socket, message, 0, deadline);
        return Optional.of(message);
    }

    /** One write, so that the length does not travel in a packet of its own. */
    static void write(Socket socket, byte[] message) throws IOException {
        socket.getOutputStream()
                .write(ByteBuffer.allocate(Short.BYTES + message.length)
                        .putShort((short) message.length)
                        .put(message)
                        .array());
    }

    private static void readRest(Socket socket, byte[] into, int from, long deadline) throws IOException {
        var filled = from;
        while (filled < into.length) {
            var count = readSome(socket, into, filled, deadline);
            if (count < 0) {
                throw new EOFException("closed within a message");
            }
            filled += count;
        }
    }

    private static int readSome(Socket socket, byte[] into, int from, long deadline) throws IOException {
        socket.setSoTimeout(remainingMillis(deadline));
        return socket.getInputStream().read(into, from, into.length - from);
    }

    /** @return at least 1, because 0 would mean for ever */
    static int remainingMillis(long deadlineNanos) throws SocketTimeoutException {
        var millis = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException("no time left");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
