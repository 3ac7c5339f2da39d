package holm.runtimes.unikernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What sort of kernel a file is, by its first bytes. QEMU's own word about a file that is none ends with its process. */
enum KernelFormat {
    /** An ELF program with a multiboot or PVH header: unikernels. */
    ELF,
    /** Linux's boot protocols: bzImage, and Image of arm64. */
    LINUX;

    private static final int HEAD_BYTES = 1_024;

    /** ELF specification: the magic number, and where e_machine stands. */
    private static final int ELF_MAGIC = 0x464c457f;

    private static final int ELF_MACHINE_AT = 18;
    private static final Set<Integer> ELF_AMD64 = Set.of(3, 62);
    private static final Set<Integer> ELF_ARM64 = Set.of(183);

    /** Documentation/arch/x86/boot.rst: "HdrS". */
    private static final int BZIMAGE_MAGIC = 0x53726448;

    private static final int BZIMAGE_MAGIC_AT = 0x202;

    /** Documentation/arch/arm64/booting.rst: "ARM\x64". */
    private static final int ARM64_MAGIC = 0x644d5241;

    private static final int ARM64_MAGIC_AT = 56;

    /** @return empty when the file is no kernel for this processor */
    static Optional<KernelFormat> of(Path file, Architecture architecture) throws IOException {
        try (var stream = Files.newInputStream(file)) {
            return of(ByteBuffer.wrap(stream.readNBytes(HEAD_BYTES)).order(ByteOrder.LITTLE_ENDIAN), architecture);
        }
    }

    private static Optional<KernelFormat> of(ByteBuffer head, Architecture architecture) {
        if (has(head, 0, ELF_MAGIC) && head.limit() >= ELF_MACHINE_AT + Short.BYTES) {
            var machine = head.getShort(ELF_MACHINE_AT) & 0xffff;
            return switch (architecture) {
                case AMD64 -> ELF_AMD64.contains(machine) ? Optional.of(ELF) : Optional.empty();
                case ARM64 -> ELF_ARM64.contains(machine) ? Optional.of(ELF) : Optional.empty();
            };
        }
        return switch (architecture) {
            case AMD64 -> has(head, BZIMAGE_MAGIC_AT, BZIMAGE_MAGIC) ? Optional.of(LINUX) : Optional.empty();
            case ARM64 -> has(head, ARM64_MAGIC_AT, ARM64_MAGIC) ? Optional.of(LINUX) : Optional.empty();
        };
    }

    private static boolean has(ByteBuffer head, int at, int magic) {
        return head.limit() >= at + Integer.BYTES && head.getInt(at) == magic;
    }
}
