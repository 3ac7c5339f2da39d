/** What happens, as a stream for whoever may see it. */
@NullMarked
package holm.root.event;

import org.jspecify.annotations.NullMarked;
