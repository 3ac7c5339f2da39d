package holm.overlay.plane;

import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.network.NetworkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The least exception to a policy of iptables that drops what is forwarded: for packets of instances, and nobody else's. */
final class Iptables {
    /** Docker flushes {@code FORWARD}, and leaves this one to others. */
    static final String DOCKER = "DOCKER-USER";

    static final String FORWARD = "FORWARD";

    private final NetworkSettings settings;

    Iptables(NetworkSettings settings) {
        this.settings = settings;
    }

    /** @return whether all rules are there now */
    boolean makeException(String program, String chain) throws InterruptedException {
        for (var rule : rules()) {
            if (!succeeds(command(program, "-C", chain, rule)) && !succeeds(command(program, "-I", chain, rule))) {
                return false;
            }
        }
        return true;
    }

    void takeBack(String program) throws InterruptedException {
        for (var chain : List.of(DOCKER, FORWARD)) {
            for (var rule : rules()) {
                succeeds(command(program, "-D", chain, rule));
            }
        }
    }

    /** @return what a person types who has the program */
    String toType(String program) {
        return rules().stream()
                .map(rule -> String.join(" ", command(program, "-I", FORWARD, rule)))
                .collect(Collectors.joining(" && "));
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

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            return Command.attempt("", command).succeeded();
        } catch (NetworkFailure programMissing) {
            return false;
        }
    }

    private static List<String> command(String program, String verb, String chain, List<String> rule) {
        var command = new ArrayList<>(List.of(program, "-w", verb, chain));
        command.addAll(rule);
        return command;
    }
}
