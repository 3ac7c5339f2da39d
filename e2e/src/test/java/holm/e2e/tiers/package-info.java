/** The three tiers as processes of their own, killed one after the other. */
@NullMarked
package holm.e2e.tiers;

import org.jspecify.annotations.NullMarked;
