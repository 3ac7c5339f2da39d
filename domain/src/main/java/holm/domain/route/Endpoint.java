package holm.domain.route;

import holm.domain.ClusterId;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.WorkerId;
import holm.domain.address.AddressPair;

/**
 * One instance behind the addresses of its service. Only instances that run and are not being stopped have one.
 *
 * @param fence which run of it; an older one never replaces a newer one
 * @param instanceAddresses addresses of the instance that survive its moves
 * @param namespaceAddresses addresses of its network namespace on {@code worker}
 * @param weight share for policies that weigh, 1–1,000; 100 unless somebody says otherwise; with 0 no policy leads a new flow to it
 * @param cpuPercent how busy it was lately, 0–100 of what it may use
 */
public record Endpoint(
        InstanceId instance,
        Fence fence,
        ClusterId cluster,
        WorkerId worker,
        AddressPair instanceAddresses,
        AddressPair namespaceAddresses,
        int weight,
        int cpuPercent) {
    /** Unless somebody says otherwise. */
    public static final int DEFAULT_WEIGHT = 100;

    /** Enough for a part of a thousandth. */
    public static final int LARGEST_WEIGHT = 1_000;

    public Endpoint weighing(int nextWeight) {
        return new Endpoint(
                instance, fence, cluster, worker, instanceAddresses, namespaceAddresses, nextWeight, cpuPercent);
    }

    public Endpoint busy(int nowPercent) {
        return new Endpoint(
                instance, fence, cluster, worker, instanceAddresses, namespaceAddresses, weight, nowPercent);
    }
}
