/** The link between two tiers: one envelope, one session, carried by a WebSocket (root and cluster) or by Artery (cluster and worker). */
@NullMarked
package holm.wire.link;

import org.jspecify.annotations.NullMarked;
