package holm.runtimes.unikernel;

import java.util.Locale;
import java.util.Optional;

/** A processor that unikernels are built for, and its machine in QEMU. */
enum Architecture {
    /** {@code pc} is what Oakestra runs unikernels on, so what is built for it boots; Linux hangs on {@code microvm}. */
    AMD64("amd64", "x86_64", "pc,usb=off,vmport=off", "qemu-system-x86", "ttyS0"),
    ARM64("arm64", "aarch64", "virt", "qemu-system-arm", "ttyAMA0");

    private final String word;
    private final String qemuWord;
    private final String machine;
    private final String debianPackage;
    private final String linuxConsole;

    Architecture(String word, String qemuWord, String machine, String debianPackage, String linuxConsole) {
        this.word = word;
        this.qemuWord = qemuWord;
        this.machine = machine;
        this.debianPackage = debianPackage;
        this.linuxConsole = linuxConsole;
    }

    /** @return of this machine; empty for one whose unikernels Holm cannot run */
    static Optional<Architecture> ofThisMachine() {
        return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> Optional.of(AMD64);
            case "aarch64", "arm64" -> Optional.of(ARM64);
            default -> Optional.empty();
        };
    }

    /** In Go's words, as descriptors say it. */
    String word() {
        return word;
    }

    String program() {
        return "qemu-system-" + qemuWord;
    }

    /** QEMU's machine type with its properties. */
    String machine() {
        return machine;
    }

    String debianPackage() {
        return debianPackage;
    }

    /** Linux's name for the machine's first serial line. */
    String linuxConsole() {
        return linuxConsole;
    }
}
