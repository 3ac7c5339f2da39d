package holm.overlay.plane;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what nftables prints of sets and chains. */
final class Listing {
    private static final Pattern ELEMENTS = Pattern.compile("elements = \\{([^}]*)}");
    private static final Pattern CHAIN = Pattern.compile("(?m)^\\s*chain (\\S+) \\{");
    private static final Pattern EXPIRES = Pattern.compile("expires (?:(\\d+)m(?!s))?(?:(\\d+)s)?(?:(\\d+)ms)?");

    private Listing() {}

    /** @return each element's key with the time that is left for it, which is zero in a set without time-out */
    static Map<String, Duration> elements(String listed) {
        var found = new HashMap<String, Duration>();
        var elements = ELEMENTS.matcher(listed);
        if (elements.find()) {
            for (var element : elements.group(1).split(",", -1)) {
                found.put(element.strip().split("\\s", 2)[0], left(element));
            }
        }
        return found;
    }

    static List<String> chains(String listed) {
        return CHAIN.matcher(listed).results().map(found -> found.group(1)).toList();
    }

    private static Duration left(String element) {
        var expires = EXPIRES.matcher(element);
        return expires.find()
                ? Duration.ofMinutes(number(expires.group(1)))
                        .plusSeconds(number(expires.group(2)))
                        .plusMillis(number(expires.group(3)))
                : Duration.ZERO;
    }

    private static long number(String digits) {
        return Optional.ofNullable(digits).map(Long::parseLong).orElse(0L);
    }
}
