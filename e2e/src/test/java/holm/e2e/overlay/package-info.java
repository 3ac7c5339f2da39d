/** Service addresses between hosts, as users see them. */
@NullMarked
package holm.e2e.overlay;

import org.jspecify.annotations.NullMarked;
