package holm.overlay.network;

import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Mac;
import holm.overlay.kernel.Nft;
import holm.overlay.kernel.Sysctls;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The worker's bridge, the kernel settings it needs, and the nftables table with the rules that all instances share. */
public final class Bridge {
    private static final Pattern SUBNET_ADDRESS = Pattern.compile("inet6? (\\S+/(?:26|120)) ");
    private final NetworkSettings settings;
    private final NodeAddresses addresses;
    private final Sysctls sysctls;
    private final boolean v6;

    public Bridge(NetworkSettings settings, Sysctls sysctls) {
        this.settings = settings;
        this.addresses = settings.addresses();
        this.sysctls = sysctls;
        this.v6 = Sysctls.is("net/ipv6/conf/all/disable_ipv6", "0");
    }

    /** Whether this host has IPv6. */
    public boolean hasV6() {
        return v6;
    }

    /**
     * Makes what is missing; what stands is left as it is, so that flows survive a restart of the worker.
     *
     * @throws NetworkFailure also when the bridge has another subnet and instances: their gateway would go away
     */
    public void ensure(Nft nft) throws NetworkFailure, InterruptedException {
        var name = settings.name();
        var shown = Command.attempt("", List.of("ip", "-o", "addr", "show", "dev", name));
        if (!shown.succeeded()) {
            // An address of its own: a bridge takes the smallest of its ports' otherwise, and callers would lose it.
            Command.run("", List.of("ip", "link", "add", name, "address", mac(), "type", "bridge"));
        }
        var wanted = wantedAddresses();
        var batch = new StringBuilder("link set %s up\n".formatted(name));
        for (var other : otherSubnets(shown.output(), wanted)) {
            batch.append("addr del %s dev %s\n".formatted(other, name));
        }
        for (var address : wanted) {
            batch.append("addr replace %s dev %s%s\n".formatted(address, name, address.contains(":") ? " nodad" : ""));
        }
        // Without a link-local address at once nobody asks for neighbours of forwarded packets: the first IPv6 flow
        // would wait a second.
        sysctls.set("net/ipv6/conf/%s/accept_dad".formatted(name), "0");
        Command.run(batch.toString(), List.of("ip", "-batch", "-"));
        forwardPackets();
        nft.run(rules());
    }

    void remove() throws NetworkFailure, InterruptedException {
        Command.attempt("", List.of("nft", "delete", "table", "inet", settings.name()));
        Command.attempt("", List.of("ip", "link", "delete", settings.name()));
    }

    private List<String> wantedAddresses() {
        var wanted = new ArrayList<String>();
        addresses.bridgeV4().ifPresent(v4 -> wanted.add(v4 + "/26"));
        if (v6) {
            wanted.add(addresses.bridgeV6() + "/120");
        }
        return wanted;
    }

    private List<String> otherSubnets(String shown, List<String> wanted) throws NetworkFailure, InterruptedException {
        var others = SUBNET_ADDRESS
                .matcher(shown)
                .results()
                .map(found -> found.group(1))
                .filter(address -> !wanted.contains(address))
                .toList();
        if (!others.isEmpty() && !new InstanceLinks(settings).present().isEmpty()) {
            throw new NetworkFailure(
                    "the network %s has the addresses %s and instances; it cannot move to %s before they are gone"
                            .formatted(settings.name(), others, wanted),
                    false);
        }
        return others;
    }

    private String mac() {
        return Mac.of(settings.name() + addresses.bridgeV6());
    }

    private void forwardPackets() throws NetworkFailure {
        sysctls.set("net/ipv4/ip_forward", "1");
        answerForNeighbours();
        // 127.0.0.1 as a source must be routable to the bridge until postrouting replaces it.
        sysctls.set("net/ipv4/conf/%s/route_localnet".formatted(settings.name()), "1");
        sysctls.set("net/ipv4/conf/%s/send_redirects".formatted(settings.name()), "0");
        // Otherwise the bridge itself translates a packet that an instance sends to itself, and drops it.
        sysctls.set("net/bridge/bridge-nf-call-iptables", "0");
        sysctls.set("net/bridge/bridge-nf-call-ip6tables", "0");
        if (v6) {
            // A forwarding host ignores router advertisements unless told 2 (kernel doc ip-sysctl, accept_ra).
            if (Sysctls.is("net/ipv6/conf/all/accept_ra", "1")) {
                sysctls.set("net/ipv6/conf/all/accept_ra", "2");
            }
            sysctls.set("net/ipv6/conf/all/forwarding", "1");
        }
    }

    /**
     * A guest is told the worker's subnet and asks for neighbours in it, but ports are isolated and all traffic is routed: so the
     * bridge answers for them, at once (RFC 3069; of IPv6 for those that {@link InstanceLinks} names).
     */
    private void answerForNeighbours() throws NetworkFailure {
        sysctls.set("net/ipv4/conf/%s/proxy_arp_pvlan".formatted(settings.name()), "1");
        sysctls.set("net/ipv4/neigh/%s/proxy_delay".formatted(settings.name()), "0");
        sysctls.set("net/ipv6/conf/%s/proxy_ndp".formatted(settings.name()), "1");
        sysctls.set("net/ipv6/neigh/%s/proxy_delay".formatted(settings.name()), "0");
    }

    /**
     * One transaction: chains are written anew, maps, sets and their elements stay. {@code ::1} is absent on purpose: the kernel
     * cannot translate a packet that was sent to it, {@link LoopbackRelay} serves it. Sources stay as they are between nodes, and
     * are replaced where an instance reaches itself or the world.
     */
    private String rules() {
        var table = settings.name();
        var script = new StringBuilder("""
                add table inet %1$s
                add map inet %1$s ports4 { type inet_proto . inet_service : ipv4_addr . inet_service ; }
                add map inet %1$s ports6 { type inet_proto . inet_service : ipv6_addr . inet_service ; }
                add set inet %1$s nodes4 { type ipv4_addr ; flags interval ; }
                add set inet %1$s nodes6 { type ipv6_addr ; flags interval ; }
                add set inet %1$s self4 { type ipv4_addr . ipv4_addr ; }
                add set inet %1$s self6 { type ipv6_addr . ipv6_addr ; }
                add chain inet %1$s prerouting { type nat hook prerouting priority dstnat ; }
                add chain inet %1$s output { type nat hook output priority -100 ; }
                add chain inet %1$s postrouting { type nat hook postrouting priority srcnat ; }
                flush chain inet %1$s prerouting
                flush chain inet %1$s output
                flush chain inet %1$s postrouting
                flush set inet %1$s self4
                flush set inet %1$s self6
                """.formatted(table));
        addresses
                .v4Range()
                .ifPresent(range -> script.append(familyRules("4", range, addresses.instancesV4()))
                        .append("add rule inet %1$s postrouting oifname \"%1$s\" ip saddr 127.0.0.0/8 masquerade\n"
                                .formatted(table)));
        if (v6) {
            script.append(familyRules("6", addresses.v6Range(), addresses.instancesV6()));
        }
        return script.append(GuestGuard.rules(table)).toString();
    }

    private String familyRules(String family, String range, List<String> instances) {
        return """
                add element inet %1$s self%2$s { %5$s }
                add rule inet %1$s prerouting meta nfproto ipv%2$s fib daddr type local dnat %3$s to meta l4proto . th dport map @ports%2$s
                add rule inet %1$s output meta nfproto ipv%2$s %6$sfib daddr type local dnat %3$s to meta l4proto . th dport map @ports%2$s
                add rule inet %1$s postrouting oifname "%1$s" %3$s saddr . %3$s daddr @self%2$s masquerade
                add rule inet %1$s postrouting oifname != { "%1$s", "%7$s", "%8$s" } %3$s saddr %4$s %3$s daddr != @nodes%2$s masquerade
                """.formatted(
                settings.name(),
                family,
                family.equals("4") ? "ip" : "ip6",
                range,
                instances.stream().map(address -> address + " . " + address).collect(Collectors.joining(", ")),
                family.equals("4") ? "" : "ip6 daddr != ::1 ",
                settings.tunnelDevice(),
                settings.missDevice());
    }
}
