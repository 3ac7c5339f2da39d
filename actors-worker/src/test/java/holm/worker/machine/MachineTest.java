package holm.worker.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    private static final Offset<Double> ABOUT = Offset.offset(0.01);

    @TempDir
    private Path proc;

    @Test
    void measuresWhatIsBusySinceTheTimeBefore() {
        var before = CpuTimes.parse("cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 2 3\n");
        var now = CpuTimes.parse("cpu  150 0 125 750 125 0 50 0 0 0\n");
        assertThat(now.percentSince(before)).isCloseTo(62.5, ABOUT);
    }

    @Test
    void measuresNothingWithoutTime() {
        var now = CpuTimes.parse("cpu  100 0 100 700 100 0 0 0 0 0\n");
        assertThat(now.percentSince(now)).isZero();
        assertThat(CpuTimes.parse("something else")).isEqualTo(CpuTimes.NONE);
        assertThat(CpuTimes.parse("cpu  a b c")).isEqualTo(CpuTimes.NONE);
        assertThat(CpuTimes.parse("")).isEqualTo(CpuTimes.NONE);
    }

    @Test
    void readsHowMuchMemoryThereIs() {
        var memory = MemoryState.parse("MemTotal:       1000 kB\nMemFree:         10 kB\nMemAvailable:    250 kB\n");
        assertThat(memory).isEqualTo(new MemoryState(1_000, 250));
        assertThat(memory.usedPercent()).isCloseTo(75, ABOUT);
        assertThat(MemoryState.parse("").usedPercent()).isZero();
    }

    @Test
    void keepsATenthOfTheMemoryForItself() throws IOException {
        Files.writeString(proc.resolve("meminfo"), "MemTotal: 1048576 kB\nMemAvailable: 1048576 kB\n");
        var machine = new Machine(proc, proc);
        assertThat(machine.capacity().memoryMebiBytes()).isEqualTo(921);
        assertThat(machine.capacity().milliCpus()).isEqualTo(1_000L * machine.cores());
        assertThat(machine.capacity().storageMebiBytes()).isPositive();
    }

    @Test
    void tellsOfFreeStorageOnlyWhenItMovedFar() {
        var free = new AtomicLong(10_000);
        var machine = new Machine(proc, free::get);
        assertThat(machine.capacity().storageMebiBytes()).isEqualTo(10_000);
        free.set(9_600);
        assertThat(machine.capacity().storageMebiBytes()).isEqualTo(10_000);
        free.set(9_400);
        assertThat(machine.capacity().storageMebiBytes()).isEqualTo(9_400);
        free.set(0);
        assertThat(machine.capacity().storageMebiBytes()).isZero();
        free.set(1);
        assertThat(machine.capacity().storageMebiBytes()).isOne();
    }

    @Test
    void readsThisMachine() {
        var machine = new Machine(Path.of("/proc"), proc);
        assertThat(machine.capacity().memoryMebiBytes()).isPositive();
        assertThat(machine.load().memoryPercent()).isBetween(0.1, 100.0);
        assertThat(machine.load().cpuPercent()).isBetween(0.0, 100.0);
        assertThat(Machine.architecture()).isIn("amd64", "arm64", "riscv64");
    }
}
