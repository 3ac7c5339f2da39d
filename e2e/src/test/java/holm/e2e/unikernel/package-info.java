/** Unikernels under QEMU, as users see them. */
@NullMarked
package holm.e2e.unikernel;

import org.jspecify.annotations.NullMarked;
