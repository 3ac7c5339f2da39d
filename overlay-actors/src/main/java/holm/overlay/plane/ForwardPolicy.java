package holm.overlay.plane;

import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Nft;
import holm.overlay.network.NetworkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Other people's firewalls that drop what is forwarded: a packet has to please every table. iptables (Docker, ufw) gets the least
 * exception; for any other the person is told.
 */
final class ForwardPolicy {
    private static final Pattern TABLE = Pattern.compile("(?m)^table (\\S+) (\\S+) \\{");
    private static final Pattern DROPS = Pattern.compile("hook forward priority [^;]*; policy drop;");
    private static final String FIREWALLD = "inet firewalld";
    private static final String DOCKER = "DOCKER-USER";

    private final NetworkSettings settings;

    ForwardPolicy(NetworkSettings settings) {
        this.settings = settings;
    }

    /** @return a sentence for each firewall that was not touched and may be in the way */
    List<String> ensure(Nft nft) throws NetworkFailure, InterruptedException {
        var sentences = new ArrayList<String>();
        var listed = nft.list("list chains");
        var tables = TABLE.matcher(listed).results().toList();
        for (var i = 0; i < tables.size(); i++) {
            var end = i + 1 < tables.size() ? tables.get(i + 1).start() : listed.length();
            var name = tables.get(i).group(1) + " " + tables.get(i).group(2);
            var chains = listed.substring(tables.get(i).start(), end);
            if (name.equals(FIREWALLD)) {
                sentences.add(
                        "firewalld rejects what instances send unless it is told: firewall-cmd --permanent --zone=trusted"
                                + " --add-interface=%s --add-interface=%s && firewall-cmd --reload"
                                        .formatted(settings.name(), settings.tunnelDevice()));
            } else if (DROPS.matcher(chains).find() && !makeException(name, chains)) {
                sentences.add("the nftables table %s drops forwarded packets: let it accept iifname and oifname %s"
                        .formatted(name, settings.name()));
            }
        }
        return sentences;
    }

    private boolean makeException(String table, String chains) throws InterruptedException {
        var program = table.equals("ip filter") ? "iptables" : "ip6tables";
        if (!table.equals("ip filter") && !table.equals("ip6 filter")) {
            return false;
        }
        // A table that a person wrote has chains of other names: iptables would add one of its own beside them.
        var chain = Stream.of(DOCKER, "FORWARD")
                .filter(name -> chains.contains("chain %s {".formatted(name)))
                .findFirst();
        return chain.isPresent() && accept(program, chain.get());
    }

    private boolean accept(String program, String chain) throws InterruptedException {
        try {
            for (var rule : rules()) {
                if (!Command.attempt("", command(program, "-C", chain, rule)).succeeded()
                        && !Command.attempt("", command(program, "-I", chain, rule))
                                .succeeded()) {
                    return false;
                }
            }
            return true;
        } catch (NetworkFailure programIsMissing) {
            return false;
        }
    }

    /** From instances; to instances what answers them, what a mapped port or a service address brings, and what peers send. */
    private List<List<String>> rules() {
        return List.of(
                List.of("-i", settings.name(), "-j", "ACCEPT"),
                List.of("-i", settings.tunnelDevice(), "-o", settings.name(), "-j", "ACCEPT"),
                List.of("-i", settings.missDevice(), "-o", settings.name(), "-j", "ACCEPT"),
                List.of("-i", settings.missDevice(), "-o", settings.tunnelDevice(), "-j", "ACCEPT"),
                List.of(
                        "-o",
                        settings.name(),
                        "-m",
                        "conntrack",
                        "--ctstate",
                        "RELATED,ESTABLISHED,DNAT",
                        "-j",
                        "ACCEPT"));
    }

    /** Asks only where a table is: a question alone makes iptables make one. */
    void remove(Nft nft) throws NetworkFailure, InterruptedException {
        var listed = nft.list("list chains");
        for (var program : List.of("iptables", "ip6tables")) {
            if (!listed.contains("table %s filter {".formatted(program.equals("iptables") ? "ip" : "ip6"))) {
                continue;
            }
            for (var chain : List.of(DOCKER, "FORWARD")) {
                for (var rule : rules()) {
                    Command.attempt("", command(program, "-D", chain, rule));
                }
            }
        }
    }

    private static List<String> command(String program, String verb, String chain, List<String> rule) {
        var command = new ArrayList<>(List.of(program, "-w", verb, chain));
        command.addAll(rule);
        return command;
    }
}
