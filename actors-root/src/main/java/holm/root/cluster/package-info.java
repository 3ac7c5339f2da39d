/** Clusters: who they are, what they have, what they were assigned, and the session with each. */
@NullMarked
package holm.root.cluster;

import org.jspecify.annotations.NullMarked;
