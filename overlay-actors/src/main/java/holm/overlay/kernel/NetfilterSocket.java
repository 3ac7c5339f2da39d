package holm.overlay.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** A netlink socket (netlink(7)) to netfilter. For one thread. */
final class NetfilterSocket implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_NETFILTER = 12;
    private static final short REQUEST = 1;
    private static final short ACKNOWLEDGE = 4;
    private static final short DUMP = 0x300;
    private static final short ERROR = 2;
    private static final short DONE = 3;

    /** nlmsghdr has 16 bytes, nfgenmsg 4. */
    private static final int HEADER = 16;

    private static final int FAMILY = 4;

    /** ENOENT: the flow ended by itself meanwhile. */
    private static final int ABSENT = 2;

    /** The kernel fills up to 32 KiB for each read of a dump. */
    private static final int BUFFER = 1 << 16;

    private final int descriptor;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(BUFFER);

    private NetfilterSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    static NetfilterSocket open() throws IOException {
        return new NetfilterSocket(Libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_NETFILTER));
    }

    /** @param each gets what stands behind the netlink header of each answer */
    void dump(int type, Consumer<ByteBuffer> each) throws IOException {
        send(type, (short) (REQUEST | DUMP), (byte) 0, new byte[0]);
        receive(each);
    }

    void tell(int type, byte family, byte[] attributes) throws IOException {
        send(type, (short) (REQUEST | ACKNOWLEDGE), family, attributes);
        receive(answer -> {});
    }

    @Override
    public void close() throws IOException {
        arena.close();
        Libc.close(descriptor);
    }

    private void send(int type, short flags, byte family, byte[] attributes) throws IOException {
        var message = ByteBuffer.allocate(HEADER + FAMILY + attributes.length).order(ByteOrder.nativeOrder());
        message.putInt(message.capacity()).putShort((short) type).putShort(flags);
        message.position(HEADER);
        message.put(family).position(HEADER + FAMILY).put(attributes);
        MemorySegment.copy(message.array(), 0, buffer, ValueLayout.JAVA_BYTE, 0, message.capacity());
        Libc.write(descriptor, buffer.asSlice(0, message.capacity()));
    }

    /** Reads up to the end of a dump or to an acknowledgement. */
    private void receive(Consumer<ByteBuffer> each) throws IOException {
        while (true) {
            var length = Libc.read(descriptor, buffer);
            var read = buffer.asSlice(0, length).asByteBuffer().order(ByteOrder.nativeOrder());
            while (read.remaining() >= HEADER) {
                var start = read.position();
                var size = read.getInt(start);
                var type = read.getShort(start + Integer.BYTES);
                if (type == DONE) {
                    return;
                }
                if (type == ERROR) {
                    requireNone(-read.getInt(start + HEADER));
                    return;
                }
                each.accept(read.slice(start + HEADER, size - HEADER).order(ByteOrder.nativeOrder()));
                read.position(Math.min(start + aligned(size), read.limit()));
            }
        }
    }

    private static void requireNone(int error) throws IOException {
        if (error != 0 && error != ABSENT) {
            throw new IOException("netfilter answers with error " + error);
        }
    }

    static int aligned(int size) {
        return (size + 3) & ~3;
    }
}
