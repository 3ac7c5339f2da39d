package holm.overlay.plane;

import holm.overlay.kernel.Family;
import java.util.List;

/** Writes the lines of one transaction. Names of chains follow from addresses and ids, so that a restart finds them. */
final class ServiceScript {
    /** First part of the names of chains that balance one address. */
    private static final String OWN = "to_";

    private final String table;
    private final StringBuilder lines = new StringBuilder();

    ServiceScript(String table) {
        this.table = table;
    }

    /** @return whether a chain of this name was made for one service */
    static boolean isOfService(String name) {
        return name.startsWith(OWN);
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

    /** Takes a chain away that no element leads to any more. */
    void drop(String chain) {
        line("flush chain", chain);
        line("delete chain", chain);
    }

    /** Empties everything but what is known. */
    void flush(Family family) {
        for (var map : new String[] {"single", "balanced"}) {
            line("flush map", map + family.digit());
        }
        line("flush set", "empty" + family.digit());
        for (var slot = 0; slot < Placement.LARGEST_SHARED; slot++) {
            line("flush map", "slot%d_%s".formatted(slot, family.digit()));
        }
    }

    private static String chain(String address) {
        return OWN + address.replaceAll("[.:]", "_");
    }

    private void rule(String chain, String rule) {
        line("flush chain", chain);
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
