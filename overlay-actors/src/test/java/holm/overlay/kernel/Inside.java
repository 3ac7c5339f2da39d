package holm.overlay.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * A network namespace as a place where code of this process runs, by threads that went there with setns(2). Sockets, programs and
 * {@code /proc/sys/net} are those of the namespace.
 */
@SuppressWarnings("restricted") // Native access is what this class is for.
public final class Inside implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int READ_CLOEXEC = 0x80000;
    private static final MethodHandle SETNS = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("setns"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private static final Path NAMESPACES = Path.of("/run/netns");

    private final Path namespace;
    private final ExecutorService thread;
    private final List<Thread> others = new ArrayList<>();

    public Inside(Path namespace) {
        this.namespace = namespace;
        this.thread = Executors.newSingleThreadExecutor(threads());
    }

    /** Makes the namespace, anew when an earlier run left one of this name; {@link #delete} takes it away. */
    public static Inside make(String name) throws Exception {
        Command.attempt("", List.of("ip", "netns", "delete", name));
        Command.run("", List.of("ip", "netns", "add", name));
        return new Inside(NAMESPACES.resolve(name));
    }

    /** Runs it on the one thread of this place. */
    public <T> T call(Callable<T> what) throws Exception {
        try {
            return thread.submit(what).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                cause.addSuppressed(new Exception("called from here"));
                throw cause;
            }
            throw e;
        }
    }

    /** Runs it beside, on a thread of its own that is interrupted at the end. */
    public Thread start(Runnable what) {
        var beside = threads().newThread(what);
        others.add(beside);
        beside.start();
        return beside;
    }

    /** Runs it beside and answers later. */
    public <T> CompletableFuture<T> later(Callable<T> what) {
        var result = new CompletableFuture<T>();
        start(() -> {
            try {
                result.complete(what.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    public String run(String... command) throws Exception {
        return call(() -> Command.attempt("", List.of(command)).output());
    }

    /** Leaves the namespace, and deletes it. */
    public void delete() throws Exception {
        close();
        Command.run("", List.of("ip", "netns", "delete", namespace.getFileName().toString()));
    }

    @Override
    public void close() {
        others.forEach(Thread::interrupt);
        thread.shutdownNow();
    }

    private ThreadFactory threads() {
        return what -> Thread.ofPlatform()
                .daemon()
                .name("inside-" + namespace.getFileName())
                .unstarted(() -> {
                    enter();
                    what.run();
                });
    }

    private void enter() {
        try {
            var file = Libc.open(namespace.toString(), READ_CLOEXEC);
            var result = (int) SETNS.invokeExact(file, CLONE_NEWNET);
            Libc.close(file);
            if (result != 0) {
                throw new IllegalStateException("cannot enter " + namespace);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }
}
