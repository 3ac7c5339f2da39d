package holm.overlay.network;

import holm.domain.InstanceId;
import holm.domain.network.NetworkNeed;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Nft;
import java.util.List;

/**
 * A guest may send from its own addresses alone. Its tap holds it to its own link address ({@link TapLink}), this to the IP
 * addresses that go with it; elements of sets, so that one more costs the same however many there are.
 */
final class GuestGuard {
    private final String table;
    private final LinkNames names;
    private final Nft nft;

    GuestGuard(NetworkSettings settings, Nft nft) {
        this.table = settings.name();
        this.names = new LinkNames(settings);
        this.nft = nft;
    }

    /** What the table needs for it; IPv6 without an address yet is how a guest looks for its neighbours (RFC 4862). */
    static String rules(String table) {
        return """
                add set inet %1$s guests { type ether_addr ; }
                add set inet %1$s guests4 { type ether_addr . ipv4_addr ; }
                add set inet %1$s guests6 { type ether_addr . ipv6_addr ; }
                add chain inet %1$s guarded { type filter hook prerouting priority -310 ; }
                add chain inet %1$s unguided { type filter hook output priority filter ; }
                flush chain inet %1$s guarded
                flush chain inet %1$s unguided
                add rule inet %1$s guarded iifname "%1$s" ether saddr @guests meta nfproto ipv4 ether saddr . ip saddr != @guests4 drop
                add rule inet %1$s guarded iifname "%1$s" ether saddr @guests ip6 saddr != { ::, fe80::/10 } ether saddr . ip6 saddr != @guests6 drop
                add rule inet %1$s unguided oifname "%1$s" icmp type redirect drop
                add rule inet %1$s unguided oifname "%1$s" icmpv6 type nd-redirect drop
                """.formatted(table);
    }

    void add(InstanceId instance, InstanceAddresses addresses, NetworkNeed need)
            throws NetworkFailure, InterruptedException {
        if (need instanceof NetworkNeed.Tap) {
            nft.run(elements("add", instance, addresses));
        }
    }

    void remove(InstanceId instance, InstanceAddresses addresses) throws NetworkFailure, InterruptedException {
        // "add" of what is there changes nothing, so that a missing element does not keep the others.
        nft.run(elements("add", instance, addresses) + elements("delete", instance, addresses));
    }

    /** Makes these the only ones, in one transaction. */
    void replace(List<AttachmentFile.Content> attached) throws NetworkFailure, InterruptedException {
        var script = new StringBuilder();
        for (var set : List.of("guests", "guests4", "guests6")) {
            script.append("flush set inet %s %s\n".formatted(table, set));
        }
        attached.stream()
                .filter(content -> content.need() instanceof NetworkNeed.Tap)
                .forEach(content -> script.append(elements("add", content.instance(), content.addresses())));
        nft.run(script.toString());
    }

    private String elements(String verb, InstanceId instance, InstanceAddresses addresses) {
        var mac = names.mac(instance);
        var script = new StringBuilder(element(verb, "guests", mac));
        addresses.v4().ifPresent(v4 -> script.append(element(verb, "guests4", mac + " . " + v4)));
        addresses.v6().ifPresent(v6 -> script.append(element(verb, "guests6", mac + " . " + v6)));
        return script.toString();
    }

    private String element(String verb, String set, String value) {
        return "%s element inet %s %s { %s }\n".formatted(verb, table, set, value);
    }
}
