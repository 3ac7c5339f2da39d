package holm.runtimes.unikernel;

/** Kernels that do one thing each. For QEMU's PC, whose firmware puts power management at 0x600. */
final class TestKernels {
    private TestKernels() {}

    /** Ends at once with this code, 0–63. */
    static byte[] exitsWith(int code) {
        return new TinyKernel().exit(code).elf();
    }

    static byte[] prints(String text) {
        return powerOff(new TinyKernel().print(text)).elf();
    }

    /** Does nothing, and shuts down when its power button is pressed. */
    static byte[] waits() {
        return powerOff(new TinyKernel()
                        .print("waiting\n")
                        .code(0x66, 0xba, 0x02, 0x06) // mov dx, 0x602: which events are told
                        .code(0x66, 0xb8, 0x00, 0x01) // mov ax, 1 << 8: the power button
                        .code(0x66, 0xef) // out dx, ax
                        .code(0x66, 0xba, 0x00, 0x06) // mov dx, 0x600: what happened
                        .code(0xf3, 0x90) // pause
                        .code(0x66, 0xed) // in ax, dx
                        .code(0xf6, 0xc4, 0x01) // test ah, 1
                        .code(0x74, 0xf7)) // jz back to the pause
                .elf();
    }

    /** Does nothing, whatever is asked of it. */
    static byte[] ignoresEverything() {
        return new TinyKernel().print("deaf\n").halt().elf();
    }

    /** Has no handler for what goes wrong, nor for that: a processor resets itself then. */
    static byte[] crashes() {
        return new TinyKernel()
                .print("crashing\n")
                .code(0xbc)
                .number(0x7c00) // mov esp, 0x7c00
                .code(0x6a, 0x00, 0x6a, 0x00) // push 0; push 0
                .code(0x0f, 0x01, 0x1c, 0x24) // lidt [esp]
                .code(0xcc) // int3
                .halt()
                .elf();
    }

    /** Writes the same line for ever. */
    static byte[] talks() {
        var kernel = new TinyKernel();
        var start = kernel.here();
        kernel.print("I have nothing to say, and I say it again and again and again, as loud as I can.\n");
        return kernel.code(0xe9).number(start - (kernel.here() + 4)).elf(); // jmp to the start
    }

    /** Writes its command line, which a multiboot loader puts where byte 16 of its information says. */
    static byte[] printsItsCommandLine() {
        return powerOff(new TinyKernel()
                        .code(0x8b, 0x73, 0x10) // mov esi, [ebx + 16]
                        .code(0x66, 0xba, 0xf8, 0x03) // mov dx, 0x3f8
                        .code(0xac) // lodsb
                        .code(0x84, 0xc0) // test al, al
                        .code(0x74, 0x03) // jz over
                        .code(0xee) // out dx, al
                        .code(0xeb, 0xf8) // jmp back
                        .print("\n"))
                .elf();
    }

    /** Takes more and more of its memory, a page in some milliseconds. */
    static byte[] touchesItsMemory() {
        return new TinyKernel()
                .code(0xbf)
                .number(0x200000) // mov edi, 2 MiB
                .code(0x89, 0x3f) // mov [edi], edi
                .code(0x81, 0xc7)
                .number(0x1000) // add edi, 4096
                .spin(200_000)
                .code(0xeb, 0xee) // jmp back to the first mov
                .elf();
    }

    private static TinyKernel powerOff(TinyKernel kernel) {
        return kernel.code(0x66, 0xba, 0x04, 0x06) // mov dx, 0x604
                .code(0x66, 0xb8, 0x00, 0x20) // mov ax, 1 << 13
                .code(0x66, 0xef) // out dx, ax
                .halt();
    }
}
