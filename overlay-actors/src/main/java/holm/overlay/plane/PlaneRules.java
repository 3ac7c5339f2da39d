package holm.overlay.plane;

import holm.overlay.kernel.Family;
import holm.overlay.network.NetworkSettings;

/**
 * The rules that all services share, in the table that the bridge made. One transaction: chains are written anew, elements stay.
 * Slots are named {@code slot<n>_4} and {@code slot<n>_6}.
 */
final class PlaneRules {
    /** How long an address counts as used after its last packet; also how old an answer of {@code used} can be. */
    static final int USE_SECONDS = 60;

    /** Every address of the IPv4 range; callers who try all of IPv6 fill memory no further. */
    private static final int MOST_USED = 65_536;

    /**
     * A TCP client waits a second for an ICMPv6 error, which comes so fast that its socket is still held by connect() and does not
     * hear it (tried; ICMP of IPv4 is heard).
     */
    static final String RESET_V6 = "meta nfproto ipv6 meta l4proto tcp reject with tcp reset";

    private final PlaneSettings settings;
    private final NetworkSettings network;
    private final boolean missPath;
    private final StringBuilder script = new StringBuilder();

    /** @param missPath whether a program waits behind the miss device */
    PlaneRules(PlaneSettings settings, boolean missPath) {
        this.settings = settings;
        this.network = settings.network();
        this.missPath = missPath;
    }

    String script() {
        baseChains();
        for (var family : Family.values()) {
            containers(family);
        }
        chain("services");
        chain("untranslated");
        chain("measured");
        slots();
        hooks();
        for (var family : Family.values()) {
            services(family);
            unknown(family);
            measure(family);
        }
        tunnel();
        return script.toString();
    }

    /** The device to which service addresses are routed before somebody translates them. */
    String exit() {
        return missPath ? network.missDevice() : network.name();
    }

    private void baseChains() {
        base("raw_in", "filter hook prerouting priority raw");
        base("raw_out", "filter hook output priority raw");
        base("services_in", "nat hook prerouting priority dstnat");
        base("services_out", "nat hook output priority -100");
        base("services_post", "nat hook postrouting priority srcnat");
        base("forwarding", "filter hook forward priority filter");
        base("sending", "filter hook output priority filter");
        base("receiving", "filter hook input priority filter");
    }

    private void containers(Family family) {
        for (var map : new String[] {"single", "balanced"}) {
            var value = map.equals("single") ? family.type() : "verdict";
            add("map", map + family.digit(), "{ type %s : %s ; }".formatted(family.type(), value));
        }
        add("set", "known" + family.digit(), "{ type %s ; }".formatted(family.type()));
        add("set", "empty" + family.digit(), "{ type %s ; }".formatted(family.type()));
        add("set", "underlay" + family.digit(), "{ type %s ; }".formatted(family.type()));
        add(
                "set",
                "used" + family.digit(),
                "{ type %s ; size %d ; flags dynamic,timeout ; timeout %ds ; }"
                        .formatted(family.type(), MOST_USED, USE_SECONDS));
        for (var slot = 0; slot < Placement.LARGEST_SHARED; slot++) {
            add("map", "slot%d_%s".formatted(slot, family.digit()), "{ type %1$s : %1$s ; }".formatted(family.type()));
        }
    }

    private void slots() {
        for (var slot = 0; slot < Placement.LARGEST_SHARED; slot++) {
            chain("slot_" + slot);
            for (var family : Family.values()) {
                rule(
                        "slot_" + slot,
                        "dnat %1$s to %1$s daddr map @slot%2$d_%3$s".formatted(family.word(), slot, family.digit()));
            }
        }
        for (var size = 2; size <= Placement.LARGEST_SHARED; size++) {
            var verdicts = new StringBuilder("0 : goto slot_0");
            for (var slot = 1; slot < size; slot++) {
                verdicts.append(", %1$d : goto slot_%1$d".formatted(slot));
            }
            chain("random_" + size);
            chain("sticky_" + size);
            rule("random_" + size, "numgen random mod %d vmap { %s }".formatted(size, verdicts));
            for (var family : Family.values()) {
                rule(
                        "sticky_" + size,
                        "jhash %s saddr mod %d seed %d vmap { %s }"
                                .formatted(family.word(), size, Placement.SEED, verdicts));
            }
        }
    }

    private void hooks() {
        rule("services_in", "iifname { \"%s\", \"%s\" } jump services".formatted(network.name(), network.missDevice()));
        rule("services_out", "jump services");
        rule("forwarding", "jump measured");
        rule("sending", "jump measured");
    }

    private void services(Family family) {
        rule("services", "dnat %1$s to %1$s daddr map @single%2$s".formatted(family.word(), family.digit()));
        rule("services", "%s daddr vmap @balanced%s".formatted(family.word(), family.digit()));
    }

    /**
     * What nobody knows is not tracked: a flow that the kernel remembers untranslated is never asked about again, and the packet that is
     * put back would be lost (tried). What is known and still comes here is refused, or loses a race with a change and is dropped. A
     * packet that was put back is refused as well when there is no back end, but never asked about again.
     */
    private void unknown(Family family) {
        var toServices = "%s daddr %s".formatted(family.word(), family.services());
        if (missPath) {
            var untracked = "%s %s daddr != @known%s notrack".formatted(toServices, family.word(), family.digit());
            rule("raw_in", "iifname { \"%s\", \"%s\" } %s".formatted(network.name(), network.missDevice(), untracked));
            rule("raw_out", "oifname \"%s\" %s".formatted(network.missDevice(), untracked));
            rule(
                    "forwarding",
                    "iifname \"%1$s\" oifname \"%1$s\" %2$s daddr @empty%3$s jump untranslated"
                            .formatted(network.missDevice(), family.word(), family.digit()));
        }
        rule("forwarding", "oifname \"%s\" iifname != \"%s\" %s drop".formatted(exit(), network.name(), toServices));
        rule("forwarding", "oifname \"%s\" %s jump untranslated".formatted(exit(), toServices));
        var refused = missPath ? "%s daddr @empty%s".formatted(family.word(), family.digit()) : toServices;
        rule("sending", "oifname \"%s\" %s jump untranslated".formatted(exit(), toServices));
        rule("untranslated", refused + " " + RESET_V6);
        rule("untranslated", refused + " reject with icmpx type host-unreachable");
        if (missPath) {
            rule("untranslated", toServices + " ct state new,established,related,invalid drop");
        }
    }

    /** 0.1 µs a packet of the 19 µs that a round trip between three namespaces takes; for new flows only it would be as much (measured). */
    private void measure(Family family) {
        rule(
                "measured",
                "ct original %1$s daddr %2$s update @used%3$s { ct original %1$s daddr }"
                        .formatted(family.word(), family.services(), family.digit()));
    }

    /** Only known peers come in, and only as themselves. */
    private void tunnel() {
        var addresses = network.addresses();
        for (var family : Family.values()) {
            var range = family == Family.V4 ? addresses.v4Range().orElse("") : addresses.v6Range();
            if (!range.isEmpty()) {
                add("element", "nodes" + family.digit(), "{ %s }".formatted(range));
            }
            rule(
                    "forwarding",
                    "iifname \"%s\" %s saddr != @nodes%s drop"
                            .formatted(network.tunnelDevice(), family.word(), family.digit()));
        }
        var outer = settings.underlay().isV6() ? Family.V6 : Family.V4;
        rule(
                "receiving",
                "udp dport %d %s saddr != @underlay%s drop".formatted(settings.port(), outer.word(), outer.digit()));
        addresses.bridgeV4().ifPresent(v4 -> nodeAsSource(Family.V4, v4));
        nodeAsSource(Family.V6, addresses.bridgeV6());
    }

    /** Peers can answer only to addresses of nodes, whatever a process of this host bound to. */
    private void nodeAsSource(Family family, String bridge) {
        rule(
                "services_post",
                "oifname \"%1$s\" %2$s saddr != @nodes%3$s snat %2$s to %4$s"
                        .formatted(network.tunnelDevice(), family.word(), family.digit(), bridge));
    }

    private void base(String chain, String hook) {
        add("chain", chain, "{ type %s ; }".formatted(hook));
        flush(chain);
    }

    private void chain(String name) {
        add("chain", name, "");
        flush(name);
    }

    private void flush(String chain) {
        script.append("flush chain inet %s %s\n".formatted(network.name(), chain));
    }

    private void rule(String chain, String rule) {
        add("rule", chain, rule);
    }

    private void add(String what, String name, String value) {
        script.append("add %s inet %s %s %s\n".formatted(what, network.name(), name, value));
    }
}
