package holm.domain.message;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import java.util.Optional;

/**
 * How an instance stands below.
 *
 * @param fence complete: the assignment of the root, the placement of the cluster, the run of the worker
 */
public record Report(
        InstanceId instance, Fence fence, Status status, StatusDetail detail, Optional<Whereabouts> whereabouts) {}
