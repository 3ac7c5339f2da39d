package holm.overlay.kernel;

import holm.overlay.NetworkFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * nftables by {@code libnftables.so.1} (libnftables(3)). A context opens its socket when it is made, so it stays in the network
 * namespace of the thread that made it; it is not thread-safe itself, which is why every call of it here is synchronized.
 */
@SuppressWarnings("restricted") // Native access is what this class is for.
final class LibraryNft implements Nft {
    static final String NAME = "libnftables.so.1";

    private static final int LONGEST_COMPLAINT = 400;
    private final MethodHandle run;
    private final MethodHandle output;
    private final MethodHandle error;
    private final MethodHandle free;
    private MemorySegment context;

    private LibraryNft(Functions library) throws Throwable {
        this.run = library.of("nft_run_cmd_from_buffer", ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        this.output = library.of("nft_ctx_get_output_buffer", ValueLayout.ADDRESS);
        this.error = library.of("nft_ctx_get_error_buffer", ValueLayout.ADDRESS);
        this.free = Linker.nativeLinker()
                .downcallHandle(
                        library.symbols().findOrThrow("nft_ctx_free"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
        var make = Linker.nativeLinker()
                .downcallHandle(
                        library.symbols().findOrThrow("nft_ctx_new"),
                        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        this.context = (MemorySegment) make.invokeExact(0);
        for (var buffer : new String[] {"nft_ctx_buffer_output", "nft_ctx_buffer_error"}) {
            var buffered = (int) library.of(buffer, ValueLayout.JAVA_INT).invokeExact(context);
            if (buffered != 0) {
                throw new IllegalStateException(buffer + " failed");
            }
        }
    }

    /** @return empty when this machine has no such library */
    static Optional<LibraryNft> open(String name) {
        try {
            return Optional.of(new LibraryNft(new Functions(SymbolLookup.libraryLookup(name, Arena.global()))));
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    @Override
    public void run(String script) throws NetworkFailure {
        list(script);
    }

    @Override
    public String list(String command) throws NetworkFailure {
        return KernelThreads.call(() -> call(command));
    }

    private synchronized String call(String command) throws NetworkFailure {
        if (context.equals(MemorySegment.NULL)) {
            throw new NetworkFailure("nftables was closed", false);
        }
        try (var arena = Arena.ofConfined()) {
            var code = (int) run.invokeExact(context, arena.allocateFrom(command));
            var printed = text(output);
            if (code != 0) {
                var complaint = text(error).strip();
                throw new NetworkFailure(
                        "nftables failed: " + complaint.substring(0, Math.min(complaint.length(), LONGEST_COMPLAINT)),
                        false);
            }
            return printed;
        } catch (NetworkFailure | RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (!context.equals(MemorySegment.NULL)) {
                free.invokeExact(context);
                context = MemorySegment.NULL;
            }
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private String text(MethodHandle buffer) throws Throwable {
        var start = (MemorySegment) buffer.invokeExact(context);
        return start.equals(MemorySegment.NULL)
                ? ""
                : start.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** Functions whose first argument is the context. */
    private record Functions(SymbolLookup symbols) {
        MethodHandle of(String name, MemoryLayout result, MemoryLayout... more) {
            var descriptor = FunctionDescriptor.of(result, ValueLayout.ADDRESS).appendArgumentLayouts(more);
            return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), descriptor);
        }
    }
}
