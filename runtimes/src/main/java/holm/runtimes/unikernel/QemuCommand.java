package holm.runtimes.unikernel;

import holm.domain.network.InstanceNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command that runs one guest. All that a user wrote stands in the kernel's command line, which QEMU takes as one argument without
 * looking into it; no option is made of it. Pure.
 *
 * @param name for an operator who looks at processes
 * @param files where the kernel, the initramfs and the shares stand, relative to the run's directory
 */
record QemuCommand(
        Hypervisor hypervisor,
        String name,
        String files,
        boolean hasInitramfs,
        List<Image.Share> shares,
        String commandLine,
        long memoryMebiBytes,
        int vcpus,
        InstanceNetwork network) {
    /**
     * What QEMU needs beside the guest's memory: itself (40–75 MiB were measured), and without KVM the code that it translates, bounded
     * by {@link #TRANSLATED_MEBIBYTES}.
     */
    static final long OVERHEAD_MEBIBYTES = 160;

    private static final int TRANSLATED_MEBIBYTES = 64;

    /** No process of a guest may start others, become somebody else, or change how it is scheduled. */
    private static final String SANDBOX = "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

    /** A guest that ended waits, so that its end is seen; one that wants to start again has ended. */
    private static final String ACTIONS = "shutdown=pause,reboot=shutdown,panic=pause";

    /**
     * @param user whom QEMU runs as
     * @param kvmGroup who may use /dev/kvm beside root; empty when it is not used
     */
    List<String> write(int user, Optional<Integer> kvmGroup) {
        var words = new ArrayList<>(unprivileged(user, kvmGroup));
        words.add(hypervisor.program());
        words.addAll(List.of("-name", name + ",debug-threads=on", "-nodefaults", "-no-user-config"));
        words.addAll(List.of("-sandbox", SANDBOX, "-display", "none", "-action", ACTIONS));
        words.addAll(machine());
        words.addAll(List.of("-m", Long.toString(memoryMebiBytes), "-smp", Integer.toString(vcpus)));
        words.addAll(List.of("-kernel", files + "/" + Image.KERNEL, "-append", commandLine));
        if (hasInitramfs) {
            words.addAll(List.of("-initrd", files + "/" + Image.INITRAMFS));
        }
        words.addAll(lines());
        shares.forEach(share -> words.addAll(share(share)));
        if (network instanceof InstanceNetwork.Tap tap) {
            words.addAll(card(tap));
        }
        return List.copyOf(words);
    }

    private static List<String> unprivileged(int user, Optional<Integer> kvmGroup) {
        return List.of(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + user,
                kvmGroup.map(group -> "--groups=" + group).orElse("--clear-groups"),
                "--no-new-privs",
                "--inh-caps=-all",
                "--bounding-set=-all");
    }

    private List<String> machine() {
        var words =
                new ArrayList<>(List.of("-machine", hypervisor.architecture().machine()));
        words.addAll(
                hypervisor.hasKvm()
                        ? List.of("-accel", "kvm", "-cpu", "host")
                        : List.of("-accel", "tcg,tb-size=" + TRANSLATED_MEBIBYTES, "-cpu", "max"));
        words.addAll(
                switch (hypervisor.architecture()) {
                    // Two ways to say how it ended: an exit code, and a panic.
                    case AMD64 -> List.of("-device", "isa-debug-exit,iobase=0xf4,iosize=0x04", "-device", "pvpanic");
                    case ARM64 -> List.of("-device", "pvpanic-pci");
                });
        return words;
    }

    private static List<String> lines() {
        return List.of(
                "-chardev",
                "file,id=console,append=on,path=" + RunDirectory.CONSOLE,
                "-serial",
                "chardev:console",
                "-chardev",
                "pipe,id=events,path=" + RunDirectory.EVENTS,
                "-mon",
                "chardev=events,mode=control",
                "-chardev",
                "socket,id=control,server=on,wait=off,path=" + RunDirectory.SOCKET,
                "-mon",
                "chardev=control,mode=control");
    }

    private List<String> share(Image.Share share) {
        return List.of(
                "-fsdev",
                "local,security_model=none,readonly=on,id=%s,path=%s/%s".formatted(share.tag(), files, share.name()),
                "-device",
                "virtio-9p-pci,fsdev=%s,mount_tag=%s".formatted(share.tag(), share.tag()));
    }

    /** Without the ROM for booting from a network, which takes longer to load than all the rest. */
    private static List<String> card(InstanceNetwork.Tap tap) {
        return List.of(
                "-netdev",
                "tap,id=net0,script=no,downscript=no,vhost=off,ifname=" + tap.device(),
                "-device",
                "virtio-net-pci,netdev=net0,romfile=,mac=%s,host_mtu=%d".formatted(tap.mac(), tap.mtu()));
    }
}
