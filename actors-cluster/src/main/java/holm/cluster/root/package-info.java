/** The link of a cluster to its root: who this cluster is, what it is told, what it tells. */
@NullMarked
package holm.cluster.root;

import org.jspecify.annotations.NullMarked;
