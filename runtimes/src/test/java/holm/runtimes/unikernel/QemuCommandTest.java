package holm.runtimes.unikernel;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.network.InstanceNetwork;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QemuCommandTest {
    private static final Hypervisor TRANSLATING =
            new Hypervisor(Architecture.AMD64, "/usr/bin/qemu-system-x86_64", "7.2.22", false);
    private static final InstanceNetwork NONE = new InstanceNetwork.None();

    @Test
    void runsAsSomebodyWithoutRights() {
        assertThat(write(TRANSLATING, NONE).subList(0, 8))
                .containsExactly(
                        "setpriv",
                        "--reuid=61100",
                        "--regid=61100",
                        "--clear-groups",
                        "--no-new-privs",
                        "--inh-caps=-all",
                        "--bounding-set=-all",
                        "/usr/bin/qemu-system-x86_64");
        assertThat(command(TRANSLATING.withKvm(true), NONE).write(61_100, Optional.of(104)))
                .contains("--groups=104")
                .doesNotContain("--clear-groups");
    }

    @Test
    void givesNothingThatWasNotAskedFor() {
        assertThat(write(TRANSLATING, NONE))
                .containsSequence("-nodefaults", "-no-user-config")
                .containsSequence("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny")
                .doesNotContain("-netdev", "-usb");
    }

    @Test
    void handsTheCommandLineOverAsOneArgument() {
        assertThat(write(TRANSLATING, NONE))
                .containsSequence(
                        "-append", "-- -drive 'file=/etc/shadow,a=b'", "-initrd", "../../cache/0a/initramfs.cpio");
    }

    @Test
    void sharesDirectoriesToBeReadOnly() {
        assertThat(write(TRANSLATING, NONE))
                .contains(
                        "local,security_model=none,readonly=on,id=fs0,path=../../cache/0a/files1",
                        "virtio-9p-pci,fsdev=fs0,mount_tag=fs0");
    }

    @Test
    void opensTheTapThatIsReady() {
        var tap = new InstanceNetwork.Tap("htap1", "02:00:00:00:00:01", Optional.empty(), Optional.empty(), 1_450);

        assertThat(write(TRANSLATING, tap))
                .contains(
                        "tap,id=net0,script=no,downscript=no,vhost=off,ifname=htap1",
                        "virtio-net-pci,netdev=net0,romfile=,mac=02:00:00:00:00:01,host_mtu=1450");
    }

    @Test
    void hasAMachineForEachArchitecture() {
        assertThat(write(TRANSLATING, NONE))
                .containsSequence("-machine", "pc,usb=off,vmport=off")
                .containsSequence("-accel", "tcg,tb-size=64", "-cpu", "max")
                .contains("isa-debug-exit,iobase=0xf4,iosize=0x04");
        assertThat(write(new Hypervisor(Architecture.ARM64, "/usr/bin/qemu-system-aarch64", "7.2.22", true), NONE))
                .containsSequence("-machine", "virt")
                .containsSequence("-accel", "kvm", "-cpu", "host")
                .contains("pvpanic-pci")
                .doesNotContain("isa-debug-exit,iobase=0xf4,iosize=0x04");
    }

    private static List<String> write(Hypervisor hypervisor, InstanceNetwork network) {
        return command(hypervisor, network).write(61_100, Optional.empty());
    }

    private static QemuCommand command(Hypervisor hypervisor, InstanceNetwork network) {
        return new QemuCommand(
                hypervisor,
                "holm-x",
                "../../cache/0a",
                true,
                List.of(new Image.Share("fs0", "files1")),
                "-- -drive 'file=/etc/shadow,a=b'",
                64,
                1,
                network);
    }
}
