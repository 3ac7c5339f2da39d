/** What the kernel says about processes and their cgroups, for every runtime whose instances are processes of this machine. */
@NullMarked
package holm.runtimes.process;

import org.jspecify.annotations.NullMarked;
