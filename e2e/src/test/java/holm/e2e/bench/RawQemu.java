package holm.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** QEMU without Holm: the same kernel on the same sort of machine, with the network that QEMU makes in its own process. */
final class RawQemu implements AutoCloseable {
    private final Path console;
    private final Process process;

    private RawQemu(Path console, Process process) {
        this.console = console;
        this.process = process;
    }

    /**
     * @param folder with {@code kernel}, perhaps {@code initramfs.cpio}
     * @param port of this machine that leads to port 80 of the guest
     */
    static RawQemu start(Path folder, boolean hasKvm, int mebiBytes, int port) throws IOException {
        var console = Files.createTempFile(folder, "console", ".log");
        var command =
                new ArrayList<>(List.of("qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none"));
        command.addAll(List.of("-machine", "pc", "-m", Integer.toString(mebiBytes), "-smp", "1"));
        command.addAll(hasKvm ? List.of("-accel", "kvm", "-cpu", "host") : List.of("-accel", "tcg", "-cpu", "max"));
        command.addAll(List.of("-kernel", folder.resolve("kernel").toString()));
        command.addAll(List.of("-append", "console=ttyS0 panic=-1 netdev.ip=10.0.2.15/24:10.0.2.2"));
        if (Files.exists(folder.resolve("initramfs.cpio"))) {
            command.addAll(List.of("-initrd", folder.resolve("initramfs.cpio").toString()));
        }
        command.addAll(List.of("-serial", "file:" + console));
        command.addAll(List.of("-netdev", "user,id=net0,hostfwd=tcp:127.0.0.1:%d-:80".formatted(port)));
        command.addAll(List.of("-device", "virtio-net-pci,netdev=net0,romfile="));
        return new RawQemu(
                console,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    /** What the guest wrote. */
    Path console() {
        return console;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        Files.deleteIfExists(console);
    }
}
