package holm.worker.machine;

/**
 * From {@code /proc/meminfo} (proc_meminfo(5)).
 *
 * @param availableKibiBytes what can be had without swapping
 */
record MemoryState(long totalKibiBytes, long availableKibiBytes) {
    static MemoryState parse(String text) {
        return new MemoryState(field(text, "MemTotal:"), field(text, "MemAvailable:"));
    }

    double usedPercent() {
        return totalKibiBytes <= 0
                ? 0
                : Math.clamp(100.0 * (totalKibiBytes - availableKibiBytes) / totalKibiBytes, 0, 100);
    }

    private static long field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").strip())
                .filter(value -> value.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
