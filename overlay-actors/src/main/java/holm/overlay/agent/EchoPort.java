package holm.overlay.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the probes of other workers, and sends one's own. An answer is as large as its question, and goes out at most
 * {@value #MOST_A_SECOND} times a second: nobody is flooded through it. Thread-safe.
 */
final class EchoPort implements AutoCloseable {
    /** Beside Oakestra's tunnel port. */
    static final int PORT = 50_104;

    private static final Logger LOG = LoggerFactory.getLogger(EchoPort.class);

    /** Each of 1,000 workers probes four others a minute: fewer than 100 a second come to anyone. */
    private static final int MOST_A_SECOND = 500;

    /** Probes that nobody answers are forgotten when so many are open. */
    private static final int MOST_OPEN = 64;

    private static final double NANOS_OF_A_MILLI = 1e6;

    private record Open(SocketAddress to, long sentNanos, DoubleConsumer millis) {}

    private final DatagramChannel channel;
    private final Map<Long, Open> open = new ConcurrentHashMap<>();
    private long second;
    private int answers;

    private EchoPort(DatagramChannel channel) {
        this.channel = channel;
    }

    /** @param at a worker's bridge address */
    static EchoPort open(InetSocketAddress at) throws IOException {
        var channel = DatagramChannel.open();
        try {
            channel.bind(at);
        } catch (IOException | RuntimeException taken) {
            channel.close();
            throw taken instanceof IOException failure ? failure : new IOException(taken.getMessage(), taken);
        }
        var port = new EchoPort(channel);
        Thread.ofVirtual().name("overlay-echo").start(port::listen);
        return port;
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /** @param millis hears how long it took; nothing when nobody answers */
    void probe(InetSocketAddress to, DoubleConsumer millis) {
        if (open.size() >= MOST_OPEN) {
            open.clear();
        }
        var number = ThreadLocalRandom.current().nextLong();
        open.put(number, new Open(to, System.nanoTime(), millis));
        try {
            channel.send(new Echo(false, number).write(), to);
        } catch (IOException unreachable) {
            open.remove(number);
            LOG.debug("{} is not reached: {}", to, unreachable.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void listen() {
        // One byte more than it may be, so that a longer one is seen as such.
        var datagram = ByteBuffer.allocate(Echo.BYTES + 1);
        while (channel.isOpen()) {
            datagram.clear();
            try {
                var from = channel.receive(datagram);
                datagram.flip();
                Echo.read(datagram).ifPresent(echo -> heard(echo, from));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failure) {
                LOG.debug("A datagram was lost: {}", failure.getMessage());
            }
        }
    }

    private void heard(Echo echo, SocketAddress from) {
        if (!echo.isAnswer()) {
            answer(echo, from);
            return;
        }
        var asked = open.get(echo.number());
        if (asked != null && asked.to().equals(from) && open.remove(echo.number(), asked)) {
            asked.millis().accept((System.nanoTime() - asked.sentNanos()) / NANOS_OF_A_MILLI);
        }
    }

    private void answer(Echo echo, SocketAddress from) {
        var now = System.nanoTime() / 1_000_000_000L;
        answers = now == second ? answers + 1 : 1;
        second = now;
        if (answers > MOST_A_SECOND) {
            return;
        }
        try {
            channel.send(new Echo(true, echo.number()).write(), from);
        } catch (IOException unreachable) {
            LOG.debug("{} is not answered: {}", from, unreachable.getMessage());
        }
    }
}
