package holm.overlay;

import holm.domain.InstanceId;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.InstanceNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was made for one instance.
 *
 * @param addresses namespace IPs without prefix length, IPv4 first; a family that this worker lacks is missing
 * @param shortage why it has no IPv4 address, in a sentence for the person whose instance it is; empty when it has one, or no network
 * @param resolver address of the name server that answers instances on this worker; empty when there is none
 */
public record Attachment(
        InstanceId instance,
        InstanceNetwork network,
        List<String> addresses,
        Optional<String> shortage,
        List<PortMapping> ports,
        Optional<String> resolver) {
    /** @return the network namespace as a file, when that is what it has */
    public Optional<Path> namespace() {
        return network instanceof InstanceNetwork.Namespace(var file) ? Optional.of(Path.of(file)) : Optional.empty();
    }
}
