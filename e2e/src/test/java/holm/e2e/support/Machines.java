package holm.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What really runs under QEMU, seen without asking Holm. */
public final class Machines {
    private Machines() {}

    /** @return the virtual machines whose working directory is below {@code folder} */
    public static List<ProcessHandle> below(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> isMachine(process.pid(), folder))
                .toList();
    }

    private static boolean isMachine(long pid, Path folder) {
        var process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.readString(process.resolve("comm")).startsWith("qemu-system")
                    && Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
        } catch (IOException ended) {
            return false;
        }
    }
}
