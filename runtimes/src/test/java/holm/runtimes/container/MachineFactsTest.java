package holm.runtimes.container;

import static org.assertj.core.api.Assertions.assertThat;

import holm.runtimes.process.Cgroup;
import holm.runtimes.process.Cgroups;
import holm.runtimes.process.CpuMeter;
import holm.runtimes.process.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFactsTest {
    private static final String LIMITS = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             96365                %s                processes
            Max open files            1024                 %s                files
            """;

    @TempDir
    private Path directory;

    @Test
    void handsOnNoMoreThanItMay() {
        assertThat(HardLimits.parse(LIMITS.formatted("96365", "20000"), 32_768))
                .isEqualTo(new HardLimits(20_000, 32_768));
        assertThat(HardLimits.parse(LIMITS.formatted("unlimited", "1048576"), 4_194_304))
                .isEqualTo(new HardLimits(65_536, 4_194_304));
    }

    @Test
    void findsControllersOfVersionOne() {
        var cgroups = Cgroups.parse(
                List.of(
                        "30 29 0:26 / /sys/fs/cgroup/memory rw,relatime shared:1 - cgroup cgroup rw,memory",
                        "31 29 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct",
                        "32 29 0:28 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw"),
                path -> false);

        assertThat(cgroups.version()).isEqualTo("v1");
        assertThat(cgroups.controllers())
                .containsAllEntriesOf(Map.of(
                        "memory", Path.of("/sys/fs/cgroup/memory"), "cpuacct", Path.of("/sys/fs/cgroup/cpu,cpuacct")));
    }

    @Test
    void findsVersionTwo() {
        var cgroups = Cgroups.parse(
                List.of("30 29 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw,nsdelegate"), path -> true);

        assertThat(cgroups.unified()).contains(Path.of("/sys/fs/cgroup"));
        assertThat(cgroups.version()).isEqualTo("v2");
    }

    @Test
    void readsWhatACgroupOfVersionTwoUses() throws IOException {
        Files.writeString(directory.resolve("cpu.stat"), "usage_usec 1500\nuser_usec 1000\n");
        Files.writeString(directory.resolve("memory.current"), "4096\n");
        Files.writeString(directory.resolve("memory.events"), "low 0\nhigh 0\nmax 3\noom 1\noom_kill 1\n");
        var cgroup = new Cgroup(true, directory, directory);

        assertThat(cgroup.sample()).contains(new Cgroup.Sample(1_500_000, 4096));
        assertThat(cgroup.hadOutOfMemory()).isTrue();
    }

    @Test
    void readsWhatACgroupOfVersionOneUses() throws IOException {
        Files.writeString(directory.resolve("cpuacct.usage"), "1500\n");
        Files.writeString(directory.resolve("memory.usage_in_bytes"), "4096\n");
        Files.writeString(directory.resolve("memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");
        var cgroup = new Cgroup(false, directory, directory);

        assertThat(cgroup.sample()).contains(new Cgroup.Sample(1_500, 4096));
        assertThat(cgroup.hadOutOfMemory()).isFalse();
        assertThat(new Cgroup(false, directory.resolve("gone"), directory.resolve("gone")).sample())
                .isEmpty();
    }

    @Test
    void countsPercentOfOneCoreBetweenTwoLooks() {
        var meter = new CpuMeter();

        assertThat(meter.percent(1_000, 500)).isZero();
        assertThat(meter.percent(2_000, 3_000)).isEqualTo(250.0);
        assertThat(meter.percent(3_000, 3_000)).isZero();
    }

    @Test
    void tellsAProcessFromALaterOneWithItsNumber() {
        var self = ProcessHandle.current().pid();
        var ticks = ProcessStat.startTicks(self).orElseThrow();

        assertThat(new ProcessStat.Identity(self, ticks).isAlive()).isTrue();
        assertThat(new ProcessStat.Identity(self, ticks + 1).isAlive()).isFalse();
        assertThat(ProcessStat.parent(self)).isPresent();
        assertThat(ProcessStat.startTicks(0)).isEmpty();
    }

    @Test
    void findsTheContainerThatTheKernelSpeaksOf() {
        var line =
                "[ 2958.68] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=libpod-aa,mems_allowed=0,oom_memcg=/libpod_parent/libpod-aabb,task_memcg=/libpod_parent/libpod-aabb,task=dd,pid=1,uid=0";

        assertThat(KernelLog.isAbout(line, "aabb")).isTrue();
        assertThat(KernelLog.isAbout(line, "ccdd")).isFalse();
        assertThat(KernelLog.isAbout("memory.oom_memcg=aabb", "aabb")).isFalse();
    }
}
