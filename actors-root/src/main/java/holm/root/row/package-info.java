/** List rows as records: what lists, sessions and the placer read without waking an entity. */
@NullMarked
package holm.root.row;

import org.jspecify.annotations.NullMarked;
