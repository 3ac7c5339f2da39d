package holm.overlay.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Calls of the C library by the Foreign Function API, on file descriptors. Each may block its thread: not for virtual ones. Says the
 * kernel's own complaint as {@link IOException}.
 */
@SuppressWarnings("restricted") // Native access is what this class is for.
final class Libc {
    static final int AGAIN = 11;

    /** EINTR: a signal, as a profiler sends them, came before anything else did. */
    private static final int INTERRUPTED = 4;

    /** sizeof(struct ifreq). */
    static final int INTERFACE_REQUEST = 40;

    /** IFNAMSIZ: where in a struct ifreq the answer begins. */
    static final int INTERFACE_NAME = 16;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final long LONGEST_COMPLAINT = 256;
    private static final int NEVER = -1;

    private static final MethodHandle OPEN = function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = function("close", ValueLayout.JAVA_INT);
    private static final MethodHandle SOCKET =
            function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle POLL =
            function("poll", ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle IOCTL =
            variadic("ioctl", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
    private static final MethodHandle READ = transfer("read");
    private static final MethodHandle WRITE = transfer("write");
    private static final MethodHandle TEXT_OF_ERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    private Libc() {}

    /** A call that failed, with the kernel's number for why. */
    static final class Failure extends IOException {
        private static final long serialVersionUID = 1L;
        private final int number;

        private Failure(String call, int number) {
            super(call + ": " + complaint(number));
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    static int open(String path, int flags) throws Failure {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            return checked(path, state, (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags));
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static int socket(int family, int type, int protocol) throws Failure {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            return checked("socket", state, (int) SOCKET.invokeExact(state, family, type, protocol));
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void close(int descriptor) throws Failure {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            checked("close", state, (int) CLOSE.invokeExact(state, descriptor));
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void ioctl(int descriptor, long request, MemorySegment argument) throws Failure {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            checked("ioctl", state, (int) IOCTL.invokeExact(state, descriptor, request, argument));
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** @return how many bytes were read into {@code buffer}; 0 at the end */
    static int read(int descriptor, MemorySegment buffer) throws Failure {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            var result = (long) READ.invokeExact(state, descriptor, buffer, buffer.byteSize());
            while (result == NEVER && (int) ERRNO.get(state, 0L) == INTERRUPTED) {
                result = (long) READ.invokeExact(state, descriptor, buffer, buffer.byteSize());
            }
            return (int) checked("read", state, result);
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    static void write(int descriptor, MemorySegment bytes) throws Failure {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            checked("write", state, (long) WRITE.invokeExact(state, descriptor, bytes, bytes.byteSize()));
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    /** @return whether there is something to read before {@code millis} are over, or a signal comes */
    static boolean readable(int descriptor, int millis) throws Failure {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            // struct pollfd { int fd; short events; short revents; }, POLLIN is 1.
            var poll = arena.allocate(Long.BYTES, Integer.BYTES);
            poll.set(ValueLayout.JAVA_INT, 0, descriptor);
            poll.set(ValueLayout.JAVA_SHORT, Integer.BYTES, (short) 1);
            var result = (int) POLL.invokeExact(state, poll, 1L, millis);
            if (result == NEVER && (int) ERRNO.get(state, 0L) == INTERRUPTED) {
                return false;
            }
            return checked("poll", state, result) > 0;
        } catch (Throwable t) {
            throw rethrown(t);
        }
    }

    private static int checked(String call, MemorySegment state, int result) throws Failure {
        return (int) checked(call, state, (long) result);
    }

    private static long checked(String call, MemorySegment state, long result) throws Failure {
        if (result == NEVER) {
            throw new Failure(call, (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    /** A method handle declares any throwable; what a call really throws is a {@link Failure} or a fault of this class. */
    private static Failure rethrown(Throwable thrown) {
        return switch (thrown) {
            case Failure failure -> failure;
            case RuntimeException fault -> throw fault;
            case Error fault -> throw fault;
            default -> throw new IllegalStateException(thrown);
        };
    }

    private static String complaint(int number) {
        try {
            var text = (MemorySegment) TEXT_OF_ERROR.invokeExact(number);
            return text.reinterpret(LONGEST_COMPLAINT).getString(0);
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    private static MethodHandle variadic(String name, int first, MemoryLayout... arguments) {
        return handle(
                name, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments), Linker.Option.firstVariadicArg(first));
    }

    private static MethodHandle transfer(String name) {
        return handle(
                name,
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        var all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 1, options.length);
        all[0] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, all);
    }
}
