package holm.runtimes.unikernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A kernel that works for a moment and switches its machine off: whether a hypervisor runs guests at all, and at which speed. */
final class ProbeKernel {
    /** Ten million instructions: 5 ms on a processor, 25 ms by QEMU's translation, many seconds where a processor is only pretended. */
    private static final int TURNS = 5_000_000;

    private ProbeKernel() {}

    static byte[] of(Architecture architecture) {
        return switch (architecture) {
            case AMD64 -> amd64();
            case ARM64 -> arm64();
        };
    }

    /** Power management's control register of QEMU's PC, where its firmware has put it, and "sleep now, as deep as off". */
    private static byte[] amd64() {
        return new TinyKernel()
                .spin(TURNS)
                .code(0x66, 0xba, 0x04, 0x06) // mov dx, 0x604
                .code(0x66, 0xb8, 0x00, 0x20) // mov ax, 1 << 13
                .code(0x66, 0xef) // out dx, ax
                .halt()
                .elf();
    }

    /** A flat file, which QEMU loads and enters at its first byte. The call is SYSTEM_OFF of PSCI (ARM DEN 0022). */
    private static byte[] arm64() {
        var words = new int[] {
            0x52a00000 | TURNS >> 16 << 5, // movz w0, high half of TURNS, lsl 16
            0x71000400, // subs w0, w0, 1
            0x54ffffe1, // b.ne back
            0x52b08000, // movz w0, 0x8400, lsl 16
            0x72800100, // movk w0, 8
            0xd4000002, // hvc 0
            0x14000000, // b to itself
        };
        var file = ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (var word : words) {
            file.putInt(word);
        }
        return file.array();
    }
}
