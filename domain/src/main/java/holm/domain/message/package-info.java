/** What the tiers say to each other. The same words travel root to cluster and cluster to worker. */
@NullMarked
package holm.domain.message;

import org.jspecify.annotations.NullMarked;
