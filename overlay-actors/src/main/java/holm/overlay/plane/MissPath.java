package holm.overlay.plane;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import holm.overlay.kernel.Family;
import holm.overlay.kernel.Tun;
import holm.overlay.plane.MissQueue.Answer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads packets that nobody knows a way for, holds them while somebody is asked, and puts them back. Thread-safe. */
final class MissPath implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MissPath.class);

    /** How often packets that waited too long are looked for, and how long closing may take. */
    private static final int TICK_MILLIS = 250;

    private final Tun tun;
    private final MissListener listener;
    private final Predicate<String> isKnown;
    private final NodeSubnet subnet;
    private final LongSupplier clock;
    private final MissQueue queue = new MissQueue();
    private final Thread reader;
    private volatile boolean ended;
    private boolean closed;
    private long asked;
    private long returned;
    private long refused;
    private long dropped;
    private long malformed;

    /**
     * @param isKnown whether the kernel knows an address now
     * @param subnet whose bridge says "unreachable"
     * @param clock nanoseconds
     */
    MissPath(Tun tun, MissListener listener, Predicate<String> isKnown, NodeSubnet subnet, LongSupplier clock) {
        this.tun = tun;
        this.listener = listener;
        this.isKnown = isKnown;
        this.subnet = subnet;
        this.clock = clock;
        // A platform thread: it waits in the kernel.
        this.reader = Thread.ofPlatform().daemon().name("holm-misses").unstarted(this::read);
    }

    void start() {
        reader.start();
    }

    /** Puts back what waited for an address that is installed now. */
    synchronized void resolved(String address) {
        putBack(queue.take(address));
    }

    /** Answers what waited for an address that nobody has, and for a short while whatever comes for it. */
    synchronized void unknown(String address) {
        queue.refuse(address, clock.getAsLong()).forEach(this::refuse);
    }

    synchronized MissCounters counters() {
        return new MissCounters(queue.held(), asked, returned, refused, dropped, malformed);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            reader.join();
            tun.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("miss path not closed reason={}", e.getMessage());
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void read() {
        try (var arena = Arena.ofConfined()) {
            var buffer = Tun.buffer(arena);
            while (!isClosed()) {
                var packet = tun.read(buffer, TICK_MILLIS);
                if (packet.length > 0) {
                    arrive(packet);
                } else {
                    expire();
                }
            }
        } catch (IOException e) {
            LOG.error("miss path ended: unknown service addresses get no answer for now reason={}", e.getMessage());
        } finally {
            ended = true;
        }
    }

    /** @return whether nobody reads any more */
    boolean hasEnded() {
        return ended;
    }

    private synchronized void expire() {
        dropped += queue.expire(clock.getAsLong());
    }

    /** Also what somebody made up: nothing of it is believed. */
    void arrive(byte[] bytes) {
        String address;
        synchronized (this) {
            var packet = IpPacket.read(bytes);
            if (packet.isEmpty()) {
                malformed++;
                return;
            }
            address = packet.get().destination();
            if (!Family.isService(address)) {
                dropped++;
                return;
            }
            if (isKnown.test(address)) {
                // It was under way while its address was installed.
                putBack(List.of(packet.get()));
                return;
            }
            if (decide(address, packet.get()) != Answer.ASK) {
                return;
            }
            asked++;
        }
        listener.miss(address);
    }

    private Answer decide(String address, IpPacket packet) {
        var now = clock.getAsLong();
        dropped += queue.expire(now);
        var answer = queue.arrive(address, packet, now);
        switch (answer) {
            case ASK, HOLD -> {
                // It waits in the queue.
            }
            case REFUSE -> refuse(packet);
            case DROP -> dropped++;
        }
        return answer;
    }

    private void putBack(List<IpPacket> packets) {
        for (var packet : packets) {
            if (write(packet.bytes())) {
                returned++;
            }
        }
    }

    private void refuse(IpPacket packet) {
        if (!packet.mayBeAnswered()) {
            dropped++;
        } else if (packet.isV6()) {
            var bridge = new Ipv6Address(subnet.v6().high(), subnet.v6().low() + 1);
            refused += write(Unreachable.answer(packet, bridge)) ? 1 : 0;
        } else {
            // Without IPv4 subnet there is no caller that could have sent it.
            subnet.v4()
                    .map(first -> new Ipv4Address(first.bits() + 1))
                    .ifPresent(bridge -> refused += write(Unreachable.answer(packet, bridge)) ? 1 : 0);
        }
    }

    private boolean write(byte[] packet) {
        try {
            tun.write(packet);
            return true;
        } catch (IOException full) {
            dropped++;
            return false;
        }
    }
}
