package holm.domain.message;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Status;

/** One entry of the set that really exists below. */
public record Actual(InstanceId instance, Fence fence, Status status) {}
