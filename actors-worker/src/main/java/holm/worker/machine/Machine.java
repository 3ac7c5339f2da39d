package holm.worker.machine;

import holm.domain.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Reads {@code /proc}. Thread-safe; each call takes well under a millisecond. */
public final class Machine {
    /** The rest is for the kernel, Holm and what the machine runs besides. */
    private static final double MEMORY_FOR_INSTANCES = 0.9;

    /** Free storage that moves by less than this part of it is no news. */
    private static final double STORAGE_NEWS = 0.05;

    private final Path proc;
    private final LongSupplier freeStorageMebiBytes;
    private CpuTimes last = CpuTimes.NONE;
    private long toldStorageMebiBytes;

    /**
     * @param proc usually {@code /proc}
     * @param disk a directory on the file system where instances write
     */
    public Machine(Path proc, Path disk) {
        this(proc, () -> freeMebiBytes(disk));
    }

    Machine(Path proc, LongSupplier freeStorageMebiBytes) {
        this.proc = proc;
        this.freeStorageMebiBytes = freeStorageMebiBytes;
    }

    /** How much is used, 0–100. */
    public record Load(double cpuPercent, double memoryPercent) {}

    public int cores() {
        return java.lang.Runtime.getRuntime().availableProcessors();
    }

    /** @return in Go's words, as Oakestra's clients know them */
    public static String architecture() {
        var name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    /**
     * @return what instances can have together, CPU not yet overcommitted. It stays the same as long as free storage moves little: what
     *     changes is written down by the cluster, and every log line moves the last MiB
     */
    public synchronized Resources capacity() {
        var memory = MemoryState.parse(read("meminfo"));
        return new Resources(
                cores() * 1_000L, (long) (memory.totalKibiBytes() * MEMORY_FOR_INSTANCES) >> 10, storageMebiBytes(), 0);
    }

    /** @return CPU since the call before, since the start of the machine at the first one */
    public synchronized Load load() {
        var now = CpuTimes.parse(read("stat"));
        var cpu = now.percentSince(last);
        last = now;
        return new Load(cpu, MemoryState.parse(read("meminfo")).usedPercent());
    }

    private long storageMebiBytes() {
        var free = freeStorageMebiBytes.getAsLong();
        if (Math.abs(free - toldStorageMebiBytes) > toldStorageMebiBytes * STORAGE_NEWS) {
            toldStorageMebiBytes = free;
        }
        return toldStorageMebiBytes;
    }

    private static long freeMebiBytes(Path disk) {
        try {
            return Files.getFileStore(disk).getUsableSpace() >> 20;
        } catch (IOException unknown) {
            return 0;
        }
    }

    private String read(String name) {
        try {
            return Files.readString(proc.resolve(name));
        } catch (IOException absent) {
            return "";
        }
    }
}
