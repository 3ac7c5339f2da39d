package holm.worker.runner;

import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.overlay.Attachment;
import holm.overlay.Link;
import holm.overlay.LinkKind;
import holm.runtimes.InstanceNetwork;
import holm.runtimes.InstanceNetwork.Address;
import holm.runtimes.NetworkNeed;
import java.util.Optional;

/** How what the overlay makes is handed to a runtime; the two know nothing of each other. */
final class NetworkHandover {
    private NetworkHandover() {}

    static LinkKind kind(NetworkNeed need) {
        return switch (need) {
            case NetworkNeed.Namespace() -> new LinkKind.Namespace();
            case NetworkNeed.Tap(var owner) -> new LinkKind.Tap(owner);
        };
    }

    /** @param attachment empty for an instance that was found without a network */
    static InstanceNetwork network(Optional<Attachment> attachment) {
        return switch (attachment.map(Attachment::link).orElseGet(Link.None::new)) {
            case Link.None() -> new InstanceNetwork.None();
            case Link.Namespace(var file) -> new InstanceNetwork.Namespace(file);
            case Link.Tap tap ->
                new InstanceNetwork.Tap(tap.device(), tap.mac(), address(tap, "."), address(tap, ":"), tap.mtu());
        };
    }

    /** @param separator the character that only addresses of the wanted family have */
    private static Optional<Address> address(Link.Tap tap, String separator) {
        return tap.addresses().stream()
                .filter(told -> told.address().contains(separator))
                .findFirst()
                .map(told -> new Address(parse(told.address()), told.prefix(), parse(told.gateway())));
    }

    private static IpAddress parse(String text) {
        return text.contains(":") ? Ipv6Address.parse(text) : Ipv4Address.parse(text);
    }
}
