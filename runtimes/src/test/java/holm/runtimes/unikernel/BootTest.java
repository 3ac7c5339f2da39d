package holm.runtimes.unikernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.runtimes.RuntimeFailure;
import holm.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is special about guests, with real ones. */
@Needs.Qemu
class BootTest extends GuestTest {
    @Test
    void handsWhatAUserWroteToTheGuestAndNobodyElse() throws Exception {
        var running = launch(
                TestKernels.printsItsCommandLine(),
                descriptor(
                        List.of("-drive", "file=/etc/shadow,format=raw", "two  words", "it's", "\"q\""),
                        List.of("A=b c"),
                        List.of()),
                NONE);

        assertThat(runtime.await(running).isSuccess()).isTrue();
        assertThat(log())
                .singleElement()
                .asString()
                .endsWith("kernel env.vars=[ 'A=b c' ] -- -drive file=/etc/shadow,format=raw 'two  words'"
                        + " 'it'\"'\"'s' '\"q\"'");
    }

    @Test
    void givesAGuestItsFilesAndItsInitramfs() throws Exception {
        var archive = new Tarballs()
                .file("kernel", TestKernels.printsItsCommandLine())
                .file("files1/etc/app.conf", new byte[100])
                .file("initramfs.cpio", new byte[5_000]);

        var running = launch(archive, descriptor(), NONE);

        assertThat(Files.readString(Path.of(
                        "/proc", Long.toString(machine().process().orElseThrow().pid()), "cmdline")))
                .contains("mount_tag=fs0", "mount_tag=fs1", "initramfs.cpio");
        assertThat(runtime.await(running).isSuccess()).isTrue();
        assertThat(log()).singleElement().asString().contains("kernel");
    }

    @Test
    void boundsTheConsoleOfAGuestThatNeverStopsTalking() throws Exception {
        launch(TestKernels.talks(), descriptor(), NONE);
        var console = machine().console();

        await().atMost(Duration.ofSeconds(60)).until(() -> Files.size(console) > 4 << 20);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(bytesOnDisk(console)).isLessThan(3 << 20));
    }

    @Test
    void tellsACrashFromAShutdown() throws Exception {
        var running = launch(TestKernels.crashes(), descriptor(), NONE);

        var exit = runtime.await(running);

        assertThat(exit.isSuccess()).isFalse();
        assertThat(exit.detail()).contains("crashed");
        assertThat(log()).containsExactly("crashing");
    }

    @Test
    void runsGuestsAsSomebodyWithoutRights() throws Exception {
        launch(TestKernels.waits(), descriptor(), NONE);
        var process = machine().process().orElseThrow().pid();

        var status = Files.readAllLines(Path.of("/proc", Long.toString(process), "status"));

        assertThat(status)
                .contains("Uid:\t61100\t61100\t61100\t61100", "Gid:\t61100\t61100\t61100\t61100", "Groups:\t ")
                .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2");
        assertThat(Files.readString(Path.of("/proc", Long.toString(process), "cgroup")))
                .contains("/holm/");
    }

    @Test
    void learnsHowAGuestEndedWhileTheWorkerWasAway() throws Exception {
        var running = launch(TestKernels.waits(), descriptor(), NONE);
        var machine = machine();
        await().untilAsserted(() -> assertThat(log()).contains("waiting"));
        runtime.close();

        var monitor = new Monitor(machine.path().resolve(RunDirectory.SOCKET));
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            monitor.run("system_powerdown");
            return new EventFile(machine.events()).end().isPresent();
        });
        runtime = opened();

        assertThat(runtime.adopt()).singleElement().satisfies(adopted -> {
            assertThat(adopted.ended()).isTrue();
            assertThat(adopted.handle()).isEqualTo(running.handle());
            assertThat(runtime.await(adopted).isSuccess()).isTrue();
        });
        assertThat(machine.process()).isEmpty();
    }

    @Test
    void saysWhatQemuSaysOfAKernelThatItCannotLoad() throws Exception {
        var kernel = TestKernels.waits();
        kernel[84] = 0; // no multiboot header, and no other either

        assertThatThrownBy(() -> launch(kernel, descriptor(), NONE))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessageStartingWith("QEMU cannot start the unikernel: ");
        assertThat(runs()).isEmpty();
    }
}
