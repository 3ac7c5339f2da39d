package holm.overlay.plane;

import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.network.NetworkSettings;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Routes of service addresses to where they go untranslated: for processes of this host, and by a table of its own for instances, so
 * that two workers of one machine do not catch each other's misses. Never wider than the service ranges.
 */
final class Ways {
    private static final String V4 = "10.30.0.0/16";
    private static final String V6 = "fdff::/16";
    private static final int SPREAD = 1_000;
    private static final int FIRST_TABLE = 50_000;
    private static final int FIRST_METRIC = 1_024;

    /** Before the main table, which has 32,766. */
    private static final int PREFERENCE = 30_103;

    private final NetworkSettings settings;
    private final String exit;
    private final boolean v6;

    /** @param exit the device to which service addresses are routed */
    Ways(NetworkSettings settings, String exit, boolean v6) {
        this.settings = settings;
        this.exit = exit;
        this.v6 = v6;
    }

    void ensure() throws NetworkFailure, InterruptedException {
        var bridges = settings.addresses();
        if (bridges.bridgeV4().isPresent()) {
            route("-4", V4, bridges.bridgeV4().get());
        }
        if (v6) {
            route("-6", V6, bridges.bridgeV6());
        }
    }

    private void route(String family, String range, String source) throws NetworkFailure, InterruptedException {
        var number = number(settings.name());
        Command.run(
                """
                route replace %1$s dev %2$s src %3$s metric %4$d
                route replace %1$s dev %2$s table %5$d
                """.formatted(range, exit, source, FIRST_METRIC + number, FIRST_TABLE + number),
                List.of("ip", family, "-batch", "-"));
        if (!hasRule(family, settings.name())) {
            Command.run(
                    "rule add pref %d iif %s to %s lookup %d\n"
                            .formatted(PREFERENCE, settings.name(), range, FIRST_TABLE + number),
                    List.of("ip", family, "-batch", "-"));
        }
    }

    /** Routes go with their devices; rules do not. */
    static void remove(String name) throws NetworkFailure, InterruptedException {
        for (var family : List.of("-4", "-6")) {
            if (hasRule(family, name)) {
                Command.run(
                        "", List.of("ip", family, "rule", "delete", "iif", name, "pref", Integer.toString(PREFERENCE)));
            }
        }
    }

    private static boolean hasRule(String family, String name) throws NetworkFailure, InterruptedException {
        return Command.attempt("", List.of("ip", family, "rule", "show"))
                .output()
                .lines()
                .anyMatch(rule -> rule.startsWith(PREFERENCE + ":") && rule.contains(" iif %s ".formatted(name)));
    }

    private static int number(String name) {
        var sum = new CRC32();
        name.chars().forEach(sum::update);
        return (int) (sum.getValue() % SPREAD);
    }
}
