/** How the kernel is spoken to: programs, settings, and the few calls of C libraries that the JDK has no words for. */
@NullMarked
package holm.overlay.kernel;

import org.jspecify.annotations.NullMarked;
