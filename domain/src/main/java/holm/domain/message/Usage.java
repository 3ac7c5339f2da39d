package holm.domain.message;

import holm.domain.InstanceId;

/**
 * What an instance uses, sampled by cgroup. Never persisted; the newest sample replaces older ones.
 *
 * @param cpuPercent of one core: 250 means two and a half cores
 * @param memoryBytes resident and cache, as its cgroup counts
 * @param diskBytes of its writable layer and logs
 */
public record Usage(InstanceId instance, double cpuPercent, long memoryBytes, long diskBytes) {}
