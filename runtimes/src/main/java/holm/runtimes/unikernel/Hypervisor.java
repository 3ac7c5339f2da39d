package holm.runtimes.unikernel;

/**
 * QEMU as it was found here.
 *
 * @param program absolute path
 * @param version for example {@code 7.2.22}
 * @param hasKvm whether a guest really ran on the processor
 */
record Hypervisor(Architecture architecture, String program, String version, boolean hasKvm) {
    Hypervisor withKvm(boolean works) {
        return new Hypervisor(architecture, program, version, works);
    }
}
