/** Logs of instances, read through the cluster that runs them. */
@NullMarked
package holm.root.log;

import org.jspecify.annotations.NullMarked;
