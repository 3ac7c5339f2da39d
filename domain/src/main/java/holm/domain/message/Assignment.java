package holm.domain.message;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.descriptor.ServiceDescriptor;
import java.util.Optional;

/**
 * That an instance should exist below, and what it is.
 *
 * @param fence from the sender: {@code placement} and {@code run} are 0 between root and cluster; a worker starts the next run
 *     above this one, which is the last that its cluster has heard of
 * @param retriesLeft how often a one-shot may still be run again
 * @param addressing from the root; empty for what has no addresses, towards workers, and from an older peer
 */
public record Assignment(
        InstanceId instance,
        Fence fence,
        ServiceDescriptor descriptor,
        int retriesLeft,
        Optional<Addressing> addressing) {
    /** Without addresses. */
    public Assignment(InstanceId instance, Fence fence, ServiceDescriptor descriptor, int retriesLeft) {
        this(instance, fence, descriptor, retriesLeft, Optional.empty());
    }
}
