package holm.overlay.plane;

import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Nft;
import holm.overlay.network.NetworkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Other people's firewalls that drop what is forwarded: a packet has to please every table. iptables (Docker, ufw) gets the least
 * exception; for any other the person is told what to type.
 */
final class ForwardPolicy {
    private static final Pattern TABLE = Pattern.compile("(?m)^table (\\S+) (\\S+) \\{");
    private static final Pattern DROPS =
            Pattern.compile("chain (\\S+) \\{\\s*type filter hook forward priority [^;]*; policy drop;");
    private static final String FIREWALLD = "inet firewalld";

    /** Tables of nftables that belong to a program. */
    private static final Map<String, String> PROGRAMS = Map.of("ip filter", "iptables", "ip6 filter", "ip6tables");

    private final NetworkSettings settings;
    private final Iptables iptables;

    ForwardPolicy(NetworkSettings settings) {
        this.settings = settings;
        this.iptables = new Iptables(settings);
    }

    /** @return a sentence for each firewall that was not touched and may be in the way */
    List<String> ensure(Nft nft) throws NetworkFailure, InterruptedException {
        var sentences = new ArrayList<String>();
        var listed = nft.list("list chains");
        var tables = TABLE.matcher(listed).results().toList();
        for (var i = 0; i < tables.size(); i++) {
            var end = i + 1 < tables.size() ? tables.get(i + 1).start() : listed.length();
            var name = tables.get(i).group(1) + " " + tables.get(i).group(2);
            table(name, listed.substring(tables.get(i).start(), end)).ifPresent(sentences::add);
        }
        for (var program : LegacyTables.programs()) {
            legacy(program).ifPresent(sentences::add);
        }
        return sentences;
    }

    private Optional<String> table(String name, String chains) throws InterruptedException {
        if (name.equals(FIREWALLD)) {
            return Optional.of(
                    "firewalld rejects what instances send unless it is told; type: firewall-cmd --permanent --zone=trusted"
                            + " --add-interface=%s --add-interface=%s && firewall-cmd --reload"
                                    .formatted(settings.name(), settings.tunnelDevice()));
        }
        var drops = DROPS.matcher(chains);
        if (!drops.find()) {
            return Optional.empty();
        }
        var program = PROGRAMS.get(name);
        // A table that a person wrote has chains of other names: iptables would add one of its own beside them.
        var chain = Stream.of(Iptables.DOCKER, Iptables.FORWARD)
                .filter(known -> chains.contains("chain %s {".formatted(known)))
                .findFirst();
        if (program != null && chain.isPresent() && iptables.makeException(program, chain.get())) {
            return Optional.empty();
        }
        return Optional.of("the nftables table %s drops forwarded packets; type: %s"
                .formatted(name, toType(name + " " + drops.group(1))));
    }

    private String toType(String chain) {
        var from = "iifname { \"%s\", \"%s\", \"%s\" }"
                .formatted(settings.name(), settings.tunnelDevice(), settings.missDevice());
        var to = "oifname \"%s\"".formatted(settings.name());
        return ("nft 'insert rule %1$s %2$s accept; insert rule %1$s %3$s ct state established,related accept;"
                        + " insert rule %1$s %3$s ct status dnat accept'")
                .formatted(chain, from, to);
    }

    private Optional<String> legacy(String program) throws InterruptedException {
        var rules = LegacyTables.filter(program);
        if (rules.isEmpty()) {
            return Optional.of(
                    "rules of %s are loaded and may drop forwarded packets, and the program is not here to look; type: %s"
                            .formatted(program, iptables.toType(program)));
        }
        var chain = rules.get().contains("-N " + Iptables.DOCKER) ? Iptables.DOCKER : Iptables.FORWARD;
        var isInTheWay = rules.get().lines().anyMatch("-P FORWARD DROP"::equals);
        return isInTheWay && !iptables.makeException(program, chain)
                ? Optional.of("%s drops forwarded packets; type: %s".formatted(program, iptables.toType(program)))
                : Optional.empty();
    }

    /** Asks only where a table is: a question alone makes iptables make one. */
    void remove(Nft nft) throws NetworkFailure, InterruptedException {
        var listed = nft.list("list chains");
        for (var entry : PROGRAMS.entrySet()) {
            if (listed.contains("table %s {".formatted(entry.getKey()))) {
                iptables.takeBack(entry.getValue());
            }
        }
        for (var program : LegacyTables.programs()) {
            iptables.takeBack(program);
        }
    }
}
