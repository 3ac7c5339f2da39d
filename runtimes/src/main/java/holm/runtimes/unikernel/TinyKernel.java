package holm.runtimes.unikernel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Puts a kernel of a few dozen bytes together: an ELF file with one segment that begins with a multiboot header (Multiboot
 * Specification 0.6.96, 3.1), and behind it code for a PC that the loader left in 32-bit protected mode. Written here byte by byte,
 * because a worker has no assembler; also what benchmarks and tests of whole systems boot.
 */
public final class TinyKernel {
    /** A mebibyte, above what belongs to the BIOS. */
    private static final int BASE = 0x100000;

    private static final int ELF_HEADER_BYTES = 52;
    private static final int PROGRAM_HEADER_BYTES = 32;
    private static final int MULTIBOOT_BYTES = 12;
    private static final int MULTIBOOT_MAGIC = 0x1BADB002;

    /** The first serial line's data port, and QEMU's {@code isa-debug-exit}. */
    private static final int SERIAL_PORT = 0x3f8;

    private static final int EXIT_PORT = 0xf4;
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    /** Adds machine code as it is. */
    public TinyKernel code(int... bytes) {
        for (var one : bytes) {
            code.write(one);
        }
        return this;
    }

    /** Adds a 32-bit number, least significant byte first. */
    public TinyKernel number(int value) {
        return code(value, value >> 8, value >> 16, value >> 24);
    }

    /** Writes an ASCII text to the first serial line. */
    public TinyKernel print(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        var jumpBytes = 5;
        code(0xb9).number(bytes.length); // mov ecx, length
        code(0x66, 0xba, SERIAL_PORT & 0xff, SERIAL_PORT >> 8); // mov dx, port
        code(0xbe).number(here() + 4 + 2 + jumpBytes); // mov esi, text
        code(0xf3, 0x6e); // rep outsb
        code(0xe9).number(bytes.length); // jmp over the text
        code.writeBytes(bytes);
        return this;
    }

    /** Does nothing for this many turns of a loop, two instructions each. */
    public TinyKernel spin(int turns) {
        code(0xb9).number(turns); // mov ecx, turns
        return code(0x49, 0x75, 0xfd); // dec ecx; jnz back
    }

    /** Ends QEMU with the exit status {@code 2 * value + 1}. */
    public TinyKernel exit(int value) {
        code(0x66, 0xba, EXIT_PORT, 0); // mov dx, port
        code(0xb8).number(value); // mov eax, value
        return code(0xef).halt(); // out dx, eax
    }

    /** Does nothing for ever. */
    public TinyKernel halt() {
        return code(0xfa, 0xf4, 0xeb, 0xfc); // cli; hlt; jmp back
    }

    /** @return where in memory the next byte will stand */
    public int here() {
        return BASE + MULTIBOOT_BYTES + code.size();
    }

    /** @return the file */
    public byte[] elf() {
        var length = MULTIBOOT_BYTES + code.size();
        var start = ELF_HEADER_BYTES + PROGRAM_HEADER_BYTES;
        var file = ByteBuffer.allocate(start + length).order(ByteOrder.LITTLE_ENDIAN);
        // e_ident: 32 bits, least significant byte first, version 1
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        // a program for an 80386, its entry, its program header behind this header, one of them
        file.putShort((short) 2).putShort((short) 3).putInt(1);
        file.putInt(BASE + MULTIBOOT_BYTES).putInt(ELF_HEADER_BYTES).putInt(0).putInt(0);
        file.putShort((short) ELF_HEADER_BYTES)
                .putShort((short) PROGRAM_HEADER_BYTES)
                .putShort((short) 1);
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        // load the rest of the file at BASE, to be read, written and executed
        file.putInt(1).putInt(start).putInt(BASE).putInt(BASE).putInt(length).putInt(length);
        file.putInt(7).putInt(4);
        file.putInt(MULTIBOOT_MAGIC).putInt(0).putInt(-MULTIBOOT_MAGIC);
        return file.put(code.toByteArray()).array();
    }
}
