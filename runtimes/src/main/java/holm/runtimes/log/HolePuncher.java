package holm.runtimes.log;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Gives the disk space of a file's beginning back, while the file keeps its length and whoever appends to it goes on: no byte can
 * be lost as it could by truncation. See fallocate(2), FALLOC_FL_PUNCH_HOLE: ext4, xfs, btrfs, tmpfs and overlayfs over them.
 */
@SuppressWarnings("restricted") // native calls are what it is for
public final class HolePuncher {
    private static final int O_WRONLY = 1;
    private static final int O_CLOEXEC = 0x80000;
    private static final int KEEP_SIZE_AND_PUNCH = 0x01 | 0x02;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN = handle(
            "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FALLOCATE =
            handle("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private HolePuncher() {}

    /** @return whether the file system could do it */
    public static boolean punch(Path file, long from, long to) {
        try (var arena = Arena.ofConfined()) {
            var descriptor = (int) OPEN.invokeExact(arena.allocateFrom(file.toString()), O_WRONLY | O_CLOEXEC, 0);
            if (descriptor < 0) {
                return false;
            }
            var result = (int) FALLOCATE.invokeExact(descriptor, KEEP_SIZE_AND_PUNCH, from, to - from);
            var closed = (int) CLOSE.invokeExact(descriptor);
            return result == 0 && closed == 0;
        } catch (Throwable impossible) {
            throw new IllegalStateException("fallocate(2) cannot be called", impossible);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }
}
