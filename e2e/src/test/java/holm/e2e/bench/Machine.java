package holm.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the benchmarks ran on. */
final class Machine {
    private static final long KIBIBYTES_IN_A_GIBIBYTE = 1L << 20;

    private Machine() {}

    static String describe() throws IOException {
        return "%d cores, %d GiB, Linux %s, Java %s, load %s, %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        number(Path.of("/proc/meminfo"), "MemTotal:") / KIBIBYTES_IN_A_GIBIBYTE,
                        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
                        Runtime.version(),
                        Files.readString(Path.of("/proc/loadavg")).replaceAll("\\s.*\\s", ""),
                        LocalDate.now(ZoneOffset.UTC));
    }

    /** @return resident memory of a process, MiB */
    static long residentMebiBytes(long pid) throws IOException {
        return number(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:") >> 10;
    }

    private static long number(Path file, String key) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
