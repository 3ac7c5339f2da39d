package holm.runtimes.simulated;

import holm.runtimes.RuntimeFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a simulated run does, from the {@code SIM_…} entries of its environment.
 *
 * @param startDelay {@code SIM_START_DELAY}: how long launch takes, up to 10 minutes
 * @param startFailure {@code SIM_START_FAILURE}: launch fails with this message
 * @param failureRate {@code SIM_FAILURE_RATE}: 0–1, which part of all runs cannot be launched; each run decides by its fence, always alike
 * @param runTime {@code SIM_RUN_TIME}: when it ends by itself; empty: never
 * @param exitCode {@code SIM_EXIT_CODE}: 0–255, of the end by itself
 * @param signal {@code SIM_SIGNAL}: 1–64, ends with this signal instead of an exit code
 * @param outOfMemory {@code SIM_OUT_OF_MEMORY=true}: ends by signal 9, over its memory limit
 * @param ignoresTerm {@code SIM_IGNORE_TERM=true}: only SIGKILL stops it; otherwise SIGTERM ends it with code 143
 * @param output {@code SIM_OUTPUT}: a line written at the start and then {@code SIM_OUTPUT_EVERY}; {@code {n}} in it counts from 1
 * @param cpuPercent {@code SIM_CPU_PERCENT}: of one core, what its usage says
 * @param memoryMebiBytes {@code SIM_MEMORY}: what its usage says
 */
record Knobs(
        Duration startDelay,
        Optional<String> startFailure,
        double failureRate,
        Optional<Duration> runTime,
        int exitCode,
        Optional<Integer> signal,
        boolean outOfMemory,
        boolean ignoresTerm,
        Optional<String> output,
        Optional<Duration> outputEvery,
        double cpuPercent,
        long memoryMebiBytes) {
    private static final String PREFIX = "SIM_";

    /** So that a wrong knob cannot hold a launching thread for ever. */
    private static final Duration LONGEST_START = Duration.ofMinutes(10);

    /** One line in ten milliseconds for each of many runs is as much as a test machine writes. */
    private static final Duration SHORTEST_OUTPUT = Duration.ofMillis(10);

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Set<String> NAMES = Set.of(
            "SIM_START_DELAY",
            "SIM_START_FAILURE",
            "SIM_FAILURE_RATE",
            "SIM_RUN_TIME",
            "SIM_EXIT_CODE",
            "SIM_SIGNAL",
            "SIM_OUT_OF_MEMORY",
            "SIM_IGNORE_TERM",
            "SIM_OUTPUT",
            "SIM_OUTPUT_EVERY",
            "SIM_CPU_PERCENT",
            "SIM_MEMORY");

    /**
     * @param environment {@code NAME=value} entries; those without the prefix are ignored
     * @throws RuntimeFailure naming the knob, its value, and what would be right
     */
    static Knobs of(List<String> environment) throws RuntimeFailure {
        var values = new TreeMap<String, String>();
        for (var entry : environment) {
            var equals = entry.indexOf('=');
            if (!entry.startsWith(PREFIX)) {
                continue;
            }
            var name = equals < 0 ? entry : entry.substring(0, equals);
            if (equals < 0 || !NAMES.contains(name)) {
                throw new RuntimeFailure(
                        "unknown knob %s of the simulated runtime; it has %s"
                                .formatted(
                                        name,
                                        String.join(
                                                ", ", NAMES.stream().sorted().toList())),
                        false);
            }
            values.put(name, entry.substring(equals + 1));
        }
        return of(values);
    }

    private static Knobs of(Map<String, String> values) throws RuntimeFailure {
        return new Knobs(
                duration(values, "SIM_START_DELAY", Duration.ZERO, LONGEST_START)
                        .orElse(Duration.ZERO),
                Optional.ofNullable(values.get("SIM_START_FAILURE")),
                number(values, "SIM_FAILURE_RATE", 0, 1, 0),
                duration(values, "SIM_RUN_TIME", Duration.ZERO, LONGEST),
                (int) number(values, "SIM_EXIT_CODE", 0, 255, 0, true),
                values.containsKey("SIM_SIGNAL")
                        ? Optional.of((int) number(values, "SIM_SIGNAL", 1, 64, 9, true))
                        : Optional.empty(),
                flag(values, "SIM_OUT_OF_MEMORY"),
                flag(values, "SIM_IGNORE_TERM"),
                Optional.ofNullable(values.get("SIM_OUTPUT")),
                duration(values, "SIM_OUTPUT_EVERY", SHORTEST_OUTPUT, LONGEST),
                number(values, "SIM_CPU_PERCENT", 0, 100_000, 1),
                (long) number(values, "SIM_MEMORY", 0, 1_000_000, 8, true));
    }

    private static Optional<Duration> duration(Map<String, String> values, String name, Duration least, Duration most)
            throws RuntimeFailure {
        var text = values.get(name);
        if (text == null) {
            return Optional.empty();
        }
        var parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw wrong(name, text, "a duration such as 200ms, 5s, 2m or 1h");
        }
        var amount = Long.parseLong(parts.group(1));
        var found = switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        if (found.compareTo(least) < 0 || found.compareTo(most) > 0) {
            throw wrong(name, text, "between %d ms and %d s".formatted(least.toMillis(), most.toSeconds()));
        }
        return Optional.of(found);
    }

    private static double number(Map<String, String> values, String name, double least, double most, double absent)
            throws RuntimeFailure {
        return number(values, name, least, most, absent, false);
    }

    private static double number(
            Map<String, String> values, String name, double least, double most, double absent, boolean whole)
            throws RuntimeFailure {
        var text = values.get(name);
        if (text == null) {
            return absent;
        }
        var right = String.format(
                Locale.ROOT, whole ? "a whole number from %.0f to %.0f" : "a number from %.0f to %.0f", least, most);
        if (!text.matches(whole ? "\\d{1,9}" : "\\d{1,9}(\\.\\d{1,9})?")) {
            throw wrong(name, text, right);
        }
        var found = Double.parseDouble(text);
        if (found < least || found > most) {
            throw wrong(name, text, right);
        }
        return found;
    }

    private static boolean flag(Map<String, String> values, String name) throws RuntimeFailure {
        return switch (values.getOrDefault(name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, values.getOrDefault(name, ""), "true or false");
        };
    }

    private static RuntimeFailure wrong(String name, String value, String right) {
        return new RuntimeFailure("%s=%s is not %s".formatted(name, value, right), false);
    }
}
