package holm.root.cluster;

import holm.domain.Candidate;
import holm.domain.ClusterId;

/**
 * The list row of a cluster. Its assignments are too many for a row.
 *
 * @param self what it had when it registered last
 * @param registeredAtMillis milliseconds since 1970
 */
public record ClusterRow(ClusterId id, Candidate self, long registeredAtMillis) {}
