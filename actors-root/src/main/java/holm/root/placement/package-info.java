/** Which cluster an instance goes to, and why. */
@NullMarked
package holm.root.placement;

import org.jspecify.annotations.NullMarked;
