package holm.runtimes.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What the kernel wrote about containers that it ended; still there when their cgroups are not. */
final class KernelLog {
    /** Printing the ring buffer takes milliseconds. */
    private static final int PATIENCE_SECONDS = 5;

    private KernelLog() {}

    /**
     * Looks for the kernel's line {@code oom-kill:constraint=CONSTRAINT_MEMCG,…,oom_memcg=<path with the id>,…} (mm/oom_kill.c).
     *
     * @param containerId 64 hexadecimal digits, part of the name of the container's cgroup
     * @return false also when the log cannot be read
     */
    static boolean tellsOfOutOfMemory(String containerId) throws InterruptedException {
        try {
            var dmesg = new ProcessBuilder("dmesg", "--facility", "kern")
                    .redirectErrorStream(true)
                    .start();
            var found = false;
            try (var lines = dmesg.inputReader(UTF_8)) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    found |= isAbout(line, containerId);
                }
            }
            return dmesg.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && found;
        } catch (IOException unreadable) {
            return false;
        }
    }

    static boolean isAbout(String line, String containerId) {
        var group = line.indexOf("oom_memcg=");
        return line.contains("oom-kill:") && group >= 0 && line.indexOf(containerId, group) >= 0;
    }
}
