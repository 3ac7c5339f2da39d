package holm.runtimes.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCgroupTest {
    private static final CgroupLimits LIMITS = new CgroupLimits(64 << 20, 1_500, 512);

    @TempDir
    private Path mount;

    @Test
    void writesTheLimitsOfVersionTwoAndHandsControllersDown() throws Exception {
        var cgroup = new OwnCgroup(new Cgroups(Optional.of(mount), Map.of()), "run");

        cgroup.create(LIMITS);

        assertThat(mount.resolve("cgroup.subtree_control")).hasContent("+cpu +memory +pids");
        assertThat(mount.resolve("holm/cgroup.subtree_control")).hasContent("+cpu +memory +pids");
        assertThat(value("holm/run/memory.max")).isEqualTo("67108864");
        assertThat(value("holm/run/cpu.max")).isEqualTo("150000 100000");
        assertThat(value("holm/run/cpu.weight")).isEqualTo("59");
        assertThat(value("holm/run/pids.max")).isEqualTo("512");
        assertThat(cgroup.doors()).containsExactly(mount.resolve("holm/run/cgroup.procs"));
    }

    @Test
    void writesTheLimitsOfVersionOneToTheControllerOfEach() throws Exception {
        var cgroup = new OwnCgroup(
                new Cgroups(
                        Optional.empty(),
                        Map.of(
                                "cpu", mount.resolve("cpu,cpuacct"),
                                "cpuacct", mount.resolve("cpu,cpuacct"),
                                "memory", mount.resolve("memory"),
                                "pids", mount.resolve("pids"))),
                "run");

        cgroup.create(LIMITS);

        assertThat(value("memory/holm/run/memory.limit_in_bytes")).isEqualTo("67108864");
        assertThat(value("cpu,cpuacct/holm/run/cpu.cfs_quota_us")).isEqualTo("150000");
        assertThat(value("cpu,cpuacct/holm/run/cpu.shares")).isEqualTo("1536");
        assertThat(value("pids/holm/run/pids.max")).isEqualTo("512");
        assertThat(cgroup.doors()).as("one for each mount").hasSize(3);
    }

    @Test
    void neverAsksForLessThanTheKernelGives() {
        assertThat(new CgroupLimits(1, 0, 1).quotaMicros()).isEqualTo(1_000);
        assertThat(new CgroupLimits(1, 0, 1).shares()).isEqualTo(2);
        assertThat(new CgroupLimits(1, 0, 1).weight()).isEqualTo(1);
        assertThat(new CgroupLimits(1, 1_000_000, 1).weight()).isEqualTo(10_000);
    }

    @Test
    void saysThatItCannotBeMade() throws Exception {
        Files.writeString(mount.resolve("holm"), "in the way");
        var cgroup = new OwnCgroup(new Cgroups(Optional.of(mount), Map.of()), "run");

        assertThatThrownBy(() -> cgroup.create(LIMITS)).isInstanceOf(IOException.class);
    }

    @Test
    void takesTheParentsAwayThatNobodyUses() throws Exception {
        var machine =
                new Cgroups(Optional.empty(), Map.of("memory", mount.resolve("memory"), "pids", mount.resolve("pids")));
        Files.createDirectories(mount.resolve("memory/holm"));
        Files.createDirectories(mount.resolve("pids/holm/of-another-worker"));

        OwnCgroup.removeParents(machine);
        OwnCgroup.removeParents(machine);

        assertThat(mount.resolve("memory/holm")).doesNotExist();
        assertThat(mount.resolve("memory")).exists();
        assertThat(mount.resolve("pids/holm/of-another-worker")).exists();
    }

    @Test
    void takesTheParentOfVersionTwoAwayToo() throws Exception {
        Files.createDirectories(mount.resolve("holm"));
        OwnCgroup.removeParents(new Cgroups(Optional.of(mount), Map.of()));
        assertThat(mount.resolve("holm")).doesNotExist();
    }

    private String value(String file) throws IOException {
        return Files.readString(mount.resolve(file));
    }
}
