package holm.domain.message;

import holm.domain.Fence;
import holm.domain.InstanceId;

/** One entry of an assignment set: this instance should exist below under this fence. Small, because sets are large. */
public record Wanted(InstanceId instance, Fence fence) {}
