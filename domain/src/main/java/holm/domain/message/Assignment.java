package holm.domain.message;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.descriptor.ServiceDescriptor;

/**
 * That an instance should exist below, and what it is.
 *
 * @param fence from the sender: {@code placement} and {@code run} are 0 between root and cluster; a worker starts the next run
 *     above this one, which is the last that its cluster has heard of
 * @param retriesLeft how often a one-shot may still be run again
 */
public record Assignment(InstanceId instance, Fence fence, ServiceDescriptor descriptor, int retriesLeft) {}
