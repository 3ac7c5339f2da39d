package holm.overlay.plane;

import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** iptables as it was before nftables: its rules stand in no table that {@code nft} shows, and packets have to please them as well. */
final class LegacyTables {
    /** Which tables somebody uses in this network namespace; asking a program would make one. */
    private static final Map<String, Path> NAMES = Map.of(
            "iptables-legacy", Path.of("/proc/thread-self/net/ip_tables_names"),
            "ip6tables-legacy", Path.of("/proc/thread-self/net/ip6_tables_names"));

    private LegacyTables() {}

    /** @return programs of the families in which somebody filters */
    static List<String> programs() {
        var used = new ArrayList<String>();
        for (var program : NAMES.keySet().stream().sorted().toList()) {
            try {
                if (Files.readAllLines(NAMES.get(program)).contains("filter")) {
                    used.add(program);
                }
            } catch (IOException absent) {
                // The kernel has no such tables.
            }
        }
        return used;
    }

    /** @return all chains and rules of a family's filter, as commands; empty when the program is missing */
    static Optional<String> filter(String program) throws InterruptedException {
        try {
            return Optional.of(Command.attempt("", List.of(program, "-w", "-S")))
                    .filter(Command.Outcome::succeeded)
                    .map(Command.Outcome::output);
        } catch (NetworkFailure programMissing) {
            return Optional.empty();
        }
    }
}
