/** Instances: which cluster has each one, under which fence, and how it stands. */
@NullMarked
package holm.root.instance;

import org.jspecify.annotations.NullMarked;
