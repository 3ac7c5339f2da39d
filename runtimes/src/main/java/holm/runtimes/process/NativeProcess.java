package holm.runtimes.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Asks the kernel about a process for a microsecond, where reading its file in /proc takes some fifty. */
@SuppressWarnings("restricted") // native calls are what it is for
public final class NativeProcess {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle KILL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("kill"), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private NativeProcess() {}

    /** @return whether a process of this number exists, be it a zombie; signal 0 only asks, see kill(2). Root sees all */
    public static boolean exists(long pid) {
        try {
            return (int) KILL.invokeExact((int) pid, 0) == 0;
        } catch (Throwable impossible) {
            throw new IllegalStateException("kill(2) cannot be called", impossible);
        }
    }
}
