/** The membership of workers in their cluster: the same settings on both sides of the join. */
@NullMarked
package holm.wire.member;

import org.jspecify.annotations.NullMarked;
