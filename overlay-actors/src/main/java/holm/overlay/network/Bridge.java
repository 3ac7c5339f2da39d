package holm.overlay.network;

import holm.overlay.NetworkFailure;
import java.util.List;

/** The worker's bridge, the kernel settings it needs, and the nftables table with the rules that all instances share. */
final class Bridge {
    private final NetworkSettings settings;
    private final Sysctls sysctls;
    private final boolean v6;

    Bridge(NetworkSettings settings, Sysctls sysctls, boolean v6) {
        this.settings = settings;
        this.sysctls = sysctls;
        this.v6 = v6;
    }

    /** Makes what is missing; what stands is left as it is, so that flows survive a restart of the worker. */
    void ensure() throws NetworkFailure, InterruptedException {
        var name = settings.name();
        if (!Command.attempt("", List.of("ip", "link", "show", "dev", name)).succeeded()) {
            Command.run("", List.of("ip", "link", "add", name, "type", "bridge"));
        }
        var batch = new StringBuilder("link set %s up\n".formatted(name))
                .append("addr replace %s/26 dev %s\n"
                        .formatted(settings.subnet().bridgeV4(), name));
        if (v6) {
            batch.append("addr replace %s/120 dev %s nodad\n"
                    .formatted(settings.subnet().bridgeV6(), name));
        }
        Command.run(batch.toString(), List.of("ip", "-batch", "-"));
        forwardPackets();
        Command.run(rules(), List.of("nft", "-f", "-"));
    }

    void remove() throws NetworkFailure, InterruptedException {
        Command.attempt("", List.of("nft", "delete", "table", "inet", settings.name()));
        Command.attempt("", List.of("ip", "link", "delete", settings.name()));
    }

    private void forwardPackets() throws NetworkFailure {
        sysctls.set("net/ipv4/ip_forward", "1");
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
     * One transaction: chains are written anew, maps and their elements stay. {@code ::1} is absent on purpose: the kernel
     * cannot translate a packet that was sent to it, {@link LoopbackRelay} serves it.
     */
    private String rules() {
        return """
                add table inet %1$s
                add map inet %1$s ports4 { type inet_proto . inet_service : ipv4_addr . inet_service ; }
                add map inet %1$s ports6 { type inet_proto . inet_service : ipv6_addr . inet_service ; }
                add chain inet %1$s prerouting { type nat hook prerouting priority dstnat ; }
                add chain inet %1$s output { type nat hook output priority -100 ; }
                add chain inet %1$s postrouting { type nat hook postrouting priority srcnat ; }
                flush chain inet %1$s prerouting
                flush chain inet %1$s output
                flush chain inet %1$s postrouting
                add rule inet %1$s prerouting meta nfproto ipv4 fib daddr type local dnat ip to meta l4proto . th dport map @ports4
                add rule inet %1$s prerouting meta nfproto ipv6 fib daddr type local dnat ip6 to meta l4proto . th dport map @ports6
                add rule inet %1$s output meta nfproto ipv4 fib daddr type local dnat ip to meta l4proto . th dport map @ports4
                add rule inet %1$s output meta nfproto ipv6 ip6 daddr != ::1 fib daddr type local dnat ip6 to meta l4proto . th dport map @ports6
                add rule inet %1$s postrouting oifname "%1$s" ip saddr 127.0.0.0/8 masquerade
                add rule inet %1$s postrouting oifname "%1$s" ip saddr %2$s ct status dnat masquerade
                add rule inet %1$s postrouting oifname "%1$s" ip6 saddr %3$s ct status dnat masquerade
                add rule inet %1$s postrouting oifname != "%1$s" ip saddr %2$s masquerade
                add rule inet %1$s postrouting oifname != "%1$s" ip6 saddr %3$s masquerade
                """.formatted(
                settings.name(), settings.subnet().v4Range(), settings.subnet().v6Range());
    }
}
