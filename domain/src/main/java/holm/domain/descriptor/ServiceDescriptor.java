package holm.domain.descriptor;

import com.fasterxml.jackson.annotation.JsonIgnore;
import holm.domain.HostPort;
import holm.domain.Resources;
import holm.domain.Virtualization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Holm understands of one microservice of a descriptor, validated. What else stood there is kept beside it by the
 * root and handed back to clients.
 *
 * @param code image reference, archive or URL, as the runtime of this virtualization takes it; of a unikernel one URL for all
 *     {@code architectures}, or as many with commas between them, in the same order
 * @param cmd arguments of the process; empty means the image's own
 * @param environment {@code NAME=value} entries, names unique
 * @param memoryMebiBytes as asked for; 0 means {@link #DEFAULT_MEMORY_MEBIBYTES}
 * @param vcpus whole cores as asked for; 0 means {@link #DEFAULT_MILLI_CPUS}, and one for a unikernel
 * @param bandwidthInKbits kilobits per second, as asked for
 * @param addresses chosen service addresses by key ({@code rr_ip}, {@code rr_ip_v6}, {@code <policy>_ip[_v6]}), canonical
 * @param architectures in Go's words; empty means any
 * @param oneShot whether it runs to its end once, instead of for ever
 * @param retries how often a one-shot is run again after an end other than success; 0–100
 * @param isolated whether only instances of the same application reach it
 * @param unserved needs and constraints that Holm knows but serves nowhere yet, as sentences; they keep an instance requested
 * @param unikraftNetdev how a unikernel is told its addresses; {@link UnikraftNetdev#BOTH} where a descriptor and what older versions
 *     stored say nothing
 */
public record ServiceDescriptor(
        ServiceName name,
        Virtualization virtualization,
        String code,
        List<String> cmd,
        List<String> environment,
        int memoryMebiBytes,
        int vcpus,
        int vgpus,
        int vtpus,
        int storageMebiBytes,
        int bandwidthInKbits,
        int bandwidthOutKbits,
        List<PortMapping> ports,
        Map<String, String> addresses,
        List<Constraint> constraints,
        List<String> architectures,
        boolean oneShot,
        int retries,
        boolean privileged,
        boolean isolated,
        List<String> unserved,
        UnikraftNetdev unikraftNetdev) {
    /** What a small web server needs; stated in the documentation and enforced. */
    public static final int DEFAULT_MEMORY_MEBIBYTES = 64;

    /** A tenth of a core, so that an unstated need still reserves something. */
    public static final int DEFAULT_MILLI_CPUS = 100;

    /** A kernel that boots on a tenth of a core takes seconds where it needs none. */
    private static final int UNIKERNEL_MILLI_CPUS = 1_000;

    public ServiceDescriptor {
        cmd = List.copyOf(cmd);
        environment = List.copyOf(environment);
        ports = List.copyOf(ports);
        addresses = Map.copyOf(addresses);
        constraints = List.copyOf(constraints);
        architectures = List.copyOf(architectures);
        unserved = List.copyOf(unserved);
        unikraftNetdev = unikraftNetdev == null ? UnikraftNetdev.BOTH : unikraftNetdev;
    }

    /** @return the same with other chosen addresses */
    public ServiceDescriptor withAddresses(Map<String, String> chosen) {
        return new ServiceDescriptor(
                name,
                virtualization,
                code,
                cmd,
                environment,
                memoryMebiBytes,
                vcpus,
                vgpus,
                vtpus,
                storageMebiBytes,
                bandwidthInKbits,
                bandwidthOutKbits,
                ports,
                chosen,
                constraints,
                architectures,
                oneShot,
                retries,
                privileged,
                isolated,
                unserved,
                unikraftNetdev);
    }

    /** What one instance reserves, with the stated defaults for what was not asked for. */
    @JsonIgnore
    public Resources need() {
        return new Resources(
                vcpus == 0 ? defaultMilliCpus() : vcpus * 1_000L,
                memoryMebiBytes == 0 ? DEFAULT_MEMORY_MEBIBYTES : memoryMebiBytes,
                storageMebiBytes,
                vgpus);
    }

    private int defaultMilliCpus() {
        return virtualization.equals(Virtualization.UNIKERNEL) ? UNIKERNEL_MILLI_CPUS : DEFAULT_MILLI_CPUS;
    }

    /** Which ports of a worker one instance holds. */
    @JsonIgnore
    public Set<HostPort> hostPorts() {
        return ports.stream().map(PortMapping::hostPort).collect(Collectors.toUnmodifiableSet());
    }
}
