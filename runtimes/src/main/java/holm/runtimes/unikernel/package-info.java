/** Runs instances as virtual machines of QEMU, one kernel each: Unikraft's images, other unikernels, and Linux with an initramfs. */
@NullMarked
package holm.runtimes.unikernel;

import org.jspecify.annotations.NullMarked;
