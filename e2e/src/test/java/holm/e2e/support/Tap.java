package holm.e2e.support;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * The program's end of a TAP device (kernel doc networking/tuntap): a cable whose frames are read and written here. The device goes when
 * the file is closed, in whatever network namespace it is by then.
 */
@SuppressWarnings("restricted") // Native access is what this class is for.
final class Tap implements AutoCloseable {
    private static final int READ_WRITE_CLOEXEC = 2 | 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short TAP_WITHOUT_HEADER = 0x1002;
    private static final int NAME_LENGTH = 16;

    /** sizeof(struct ifreq). */
    private static final int REQUEST_LENGTH = 40;

    private static final int LONGEST_FRAME = 65_536;

    private static final MethodHandle OPEN = function("open", ValueLayout.JAVA_INT, 2, address(), integer());
    private static final MethodHandle IOCTL =
            function("ioctl", ValueLayout.JAVA_INT, 2, integer(), ValueLayout.JAVA_LONG, address());
    private static final MethodHandle READ = transfer("read");
    private static final MethodHandle WRITE = transfer("write");
    private static final MethodHandle CLOSE = function("close", ValueLayout.JAVA_INT, 1, integer());

    private final int file;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment incoming = arena.allocate(LONGEST_FRAME);
    private final MemorySegment outgoing = arena.allocate(LONGEST_FRAME);

    private Tap(int file) {
        this.file = file;
    }

    /** Makes the device, in the namespace of this process. */
    static Tap open(String name) throws IOException {
        try (var local = Arena.ofConfined()) {
            var file = (int) OPEN.invokeExact(local.allocateFrom("/dev/net/tun"), READ_WRITE_CLOEXEC);
            var request = local.allocate(REQUEST_LENGTH, Long.BYTES);
            request.setString(0, name, StandardCharsets.US_ASCII);
            request.set(ValueLayout.JAVA_SHORT, NAME_LENGTH, TAP_WITHOUT_HEADER);
            if (file < 0 || (int) IOCTL.invokeExact(file, TUNSETIFF, request) < 0) {
                throw new IOException("cannot make the TAP device " + name);
            }
            return new Tap(file);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** Waits for a frame; for one thread. */
    byte[] read() throws IOException {
        try {
            var length = (long) READ.invokeExact(file, incoming, (long) LONGEST_FRAME);
            if (length < 0) {
                throw new IOException("the TAP device is gone");
            }
            return incoming.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** A frame that the device does not take is lost, as on a cable; for one thread. */
    void write(byte[] frame) throws IOException {
        try {
            MemorySegment.copy(frame, 0, outgoing, ValueLayout.JAVA_BYTE, 0, frame.length);
            var written = (long) WRITE.invokeExact(file, outgoing, (long) frame.length);
            if (written > frame.length) {
                throw new IOException("the TAP device wrote what it was not given");
            }
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if ((int) CLOSE.invokeExact(file) < 0) {
                throw new IOException("the TAP device does not close");
            }
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    private static IOException rethrown(Throwable thrown) {
        return switch (thrown) {
            case IOException failure -> failure;
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            default -> throw new IllegalStateException(thrown);
        };
    }

    private static MemoryLayout address() {
        return ValueLayout.ADDRESS;
    }

    private static MemoryLayout integer() {
        return ValueLayout.JAVA_INT;
    }

    private static MethodHandle transfer(String name) {
        return function(name, ValueLayout.JAVA_LONG, 3, integer(), address(), ValueLayout.JAVA_LONG);
    }

    /** @param fixed how many arguments come before those of a variadic function */
    private static MethodHandle function(String name, MemoryLayout result, int fixed, MemoryLayout... arguments) {
        var descriptor = FunctionDescriptor.of(result, arguments);
        var symbol = Linker.nativeLinker().defaultLookup().findOrThrow(name);
        return fixed < arguments.length
                ? Linker.nativeLinker().downcallHandle(symbol, descriptor, Linker.Option.firstVariadicArg(fixed))
                : Linker.nativeLinker().downcallHandle(symbol, descriptor);
    }
}
