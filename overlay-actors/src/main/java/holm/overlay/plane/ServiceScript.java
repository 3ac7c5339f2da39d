package holm.overlay.plane;

import holm.domain.ServiceId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the lines of one transaction. Names of chains follow from addresses and ids, so that a restart finds them. */
final class ServiceScript {
    /** First part of the names of chains that balance one address. */
    private static final String OWN = "to_";

    /** First part of the names of chains that guard one service. */
    private static final String GUARD = "guard_";

    /** First part of the names of sets of who may pass. */
    private static final String CLIENTS = "clients";

    private final String table;
    private final StringBuilder lines = new StringBuilder();

    ServiceScript(String table) {
        this.table = table;
    }

    /** @return whether a chain or set of this name was made for one service */
    static boolean isOfService(String name) {
        return name.startsWith(OWN) || name.startsWith(GUARD) || name.startsWith(CLIENTS);
    }

    /** Replaces what is there; flows that exist keep their targets. */
    void move(String address, Placement before, Placement after) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof Placement.Own && after instanceof Placement.Own own) {
            rule(chain(address), own.rule());
        } else {
            displace(address, before);
            place(address, after);
        }
    }

    void place(String address, Placement placement) {
        know(address);
        switch (placement) {
            case Placement.Direct(String target) -> add("single", address, " : " + target);
            case Placement.Own(String rule) -> {
                line("add chain", chain(address));
                rule(chain(address), rule);
                add("balanced", address, " : goto " + chain(address));
            }
            case Placement.Shared(boolean sticky, List<String> slots) -> {
                for (var slot = 0; slot < slots.size(); slot++) {
                    add("slot" + slot + "_", address, " : " + slots.get(slot));
                }
                add("balanced", address, " : goto " + (sticky ? "sticky_" : "random_") + slots.size());
            }
            case Placement.Nobody() -> refuse(address);
        }
    }

    void displace(String address, Placement placement) {
        switch (placement) {
            case Placement.Direct direct -> delete("single", address);
            case Placement.Own own -> {
                delete("balanced", address);
                drop(chain(address));
            }
            case Placement.Shared shared -> {
                delete("balanced", address);
                for (var slot = 0; slot < shared.slots().size(); slot++) {
                    delete("slot" + slot + "_", address);
                }
            }
            case Placement.Nobody nobody -> admit(address);
        }
    }

    void know(String address) {
        add("known", address, "");
    }

    void forget(String address) {
        delete("known", address);
    }

    /** New flows to it are refused. */
    void refuse(String address) {
        add("empty", address, "");
    }

    void admit(String address) {
        delete("empty", address);
    }

    /** Lets only these clients reach what {@link #protect} names. A mapped port of the host is open to the outside all the same. */
    void guard(ServiceId service, Collection<String> clients) {
        var chain = guard(service);
        line("add chain", chain);
        line("flush chain", chain);
        for (var family : Family.values()) {
            var allowed = allowed(family, service);
            lines.append("add set inet %s %s { type %s ; }\n".formatted(table, allowed, family.type()));
            line("flush set", allowed);
            var own = clients.stream()
                    .filter(client -> Family.of(client) == family)
                    .collect(Collectors.joining(", "));
            if (!own.isEmpty()) {
                lines.append("add element inet %s %s { %s }\n".formatted(table, allowed, own));
            }
            append(chain, "%s saddr @%s return".formatted(family.word(), allowed));
            append(chain, "ct status dnat %s saddr != @nodes%s return".formatted(family.word(), family.digit()));
        }
        append(chain, PlaneRules.RESET_V6);
        append(chain, "reject with icmpx type admin-prohibited");
    }

    void unguard(ServiceId service) {
        drop(guard(service));
        for (var family : Family.values()) {
            line("delete set", allowed(family, service));
        }
    }

    void protect(String target, ServiceId service) {
        add("isolated", target, " : jump " + guard(service));
    }

    void expose(String target) {
        delete("isolated", target);
    }

    /** Takes a chain away that no element leads to any more. */
    void drop(String chain) {
        line("flush chain", chain);
        line("delete chain", chain);
    }

    /** Empties everything but what is known. */
    void flush(Family family) {
        for (var map : new String[] {"single", "balanced", "isolated"}) {
            line("flush map", map + family.digit());
        }
        line("flush set", "empty" + family.digit());
        for (var slot = 0; slot < Placement.LARGEST_SHARED; slot++) {
            line("flush map", "slot%d_%s".formatted(slot, family.digit()));
        }
    }

    void delete(String set) {
        line("delete set", set);
    }

    private static String chain(String address) {
        return OWN + address.replaceAll("[.:]", "_");
    }

    private static String guard(ServiceId service) {
        return GUARD + service;
    }

    private static String allowed(Family family, ServiceId service) {
        return CLIENTS + family.digit() + "_" + service;
    }

    private void rule(String chain, String rule) {
        line("flush chain", chain);
        append(chain, rule);
    }

    private void append(String chain, String rule) {
        lines.append("add rule inet %s %s %s\n".formatted(table, chain, rule));
    }

    private void add(String container, String address, String value) {
        lines.append("add element inet %s %s%s { %s%s }\n"
                .formatted(table, container, Family.of(address).digit(), address, value));
    }

    private void delete(String container, String address) {
        lines.append("delete element inet %s %s%s { %s }\n"
                .formatted(table, container, Family.of(address).digit(), address));
    }

    private void line(String verb, String name) {
        lines.append("%s inet %s %s\n".formatted(verb, table, name));
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
