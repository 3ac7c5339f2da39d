/** Descriptors that people have, deployed the ways that people know. */
@NullMarked
package holm.e2e.descriptor;

import org.jspecify.annotations.NullMarked;
