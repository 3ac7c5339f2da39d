/** Messages between nodes, their codecs and the HTTP plumbing. */
@NullMarked
package holm.wire;

import org.jspecify.annotations.NullMarked;
