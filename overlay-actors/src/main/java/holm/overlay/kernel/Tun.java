package holm.overlay.kernel;

import holm.overlay.NetworkFailure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A TUN device (kernel doc networking/tuntap): packets that are routed to it are read here, packets that are written here arrive
 * from it. It outlives the process, so that routes through it do too. One thread may read while another writes.
 */
public final class Tun implements AutoCloseable {
    private static final int READ_WRITE_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETPERSIST = 0x400454cbL;
    private static final short TUN_WITHOUT_HEADER = 0x1001;

    /** Fragments are at most as long as an IP packet can be. */
    private static final int LONGEST_PACKET = 65_535;

    private final int descriptor;

    private Tun(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Makes the device or takes it over, in the network namespace of the calling thread. */
    public static Tun open(String name) throws NetworkFailure {
        try (var arena = Arena.ofConfined()) {
            var descriptor = Libc.open("/dev/net/tun", READ_WRITE_NONBLOCK_CLOEXEC);
            try {
                var request = arena.allocate(Libc.INTERFACE_REQUEST, Long.BYTES);
                request.setString(0, name, StandardCharsets.US_ASCII);
                request.set(ValueLayout.JAVA_SHORT, Libc.INTERFACE_NAME, TUN_WITHOUT_HEADER);
                Libc.ioctl(descriptor, TUNSETIFF, request);
                Libc.ioctl(descriptor, TUNSETPERSIST, MemorySegment.ofAddress(1));
                return new Tun(descriptor);
            } catch (IOException e) {
                Libc.close(descriptor);
                throw e;
            }
        } catch (IOException e) {
            throw new NetworkFailure("cannot open the TUN device %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Memory for one packet, for the thread that reads. */
    public static MemorySegment buffer(Arena arena) {
        return arena.allocate(LONGEST_PACKET);
    }

    /**
     * @param millis how long to wait for a packet
     * @return the packet, or an empty one when none came
     */
    public byte[] read(MemorySegment buffer, int millis) throws IOException {
        if (!Libc.readable(descriptor, millis)) {
            return new byte[0];
        }
        try {
            return buffer.asSlice(0, Libc.read(descriptor, buffer)).toArray(ValueLayout.JAVA_BYTE);
        } catch (Libc.Failure failure) {
            if (failure.number() == Libc.AGAIN) {
                return new byte[0];
            }
            throw failure;
        }
    }

    public void write(byte[] packet) throws IOException {
        try (var arena = Arena.ofConfined()) {
            Libc.write(descriptor, arena.allocateFrom(ValueLayout.JAVA_BYTE, packet));
        }
    }

    @Override
    public void close() throws IOException {
        Libc.close(descriptor);
    }
}
