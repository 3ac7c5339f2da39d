package holm.cluster.root;

import holm.domain.ClusterId;
import holm.domain.InstallationId;

/**
 * What this cluster belongs to, as the root said it at the first welcome; kept for ever.
 *
 * @param rootGeneration the highest generation of the root's database that was met
 */
public record Membership(InstallationId installation, ClusterId cluster, long rootGeneration) {}
