package holm.domain.descriptor;

import holm.domain.HostPort;
import holm.domain.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code port}: entries {@code host[:container][/tcp|/udp]} separated by {@code ;}, nothing around them. */
final class PortParser {
    private static final String FIELD = "port";
    private static final String HINT =
            "write host[:container][/tcp|/udp], several with ; between them, for example 8080:80;53:53/udp";
    private static final int LARGEST = 65_535;

    /** Digits are spelled out, because {@code \d} and a sign would let more through than a port is. */
    private static final Pattern ENTRY = Pattern.compile("([0-9]{1,5})(?::([0-9]{1,5}))?(?:/(tcp|udp))?");

    private PortParser() {}

    static List<PortMapping> parse(Fields service) {
        var text = service.text(FIELD, DescriptorLimits.PORT_CHARACTERS);
        if (text.isEmpty()) {
            return List.of();
        }
        var entries = text.split(";", -1);
        if (entries.length > DescriptorLimits.PORTS) {
            service.wrong(
                    FIELD,
                    "has " + entries.length + " entries",
                    "at most " + DescriptorLimits.PORTS + " entries are taken");
            return List.of();
        }
        var mappings = new ArrayList<PortMapping>();
        Set<HostPort> taken = new HashSet<>();
        for (var entry : entries) {
            var match = ENTRY.matcher(entry);
            if (!match.matches() || !isPort(match.group(1)) || (match.group(2) != null && !isPort(match.group(2)))) {
                service.wrong(FIELD, "has the entry " + Fields.shown(entry), HINT + "; ports are 1 to " + LARGEST);
                return List.of(); // the first wrong entry tells what is misunderstood
            }
            var mapping = mapping(match);
            if (!taken.add(mapping.hostPort())) {
                service.wrong(
                        FIELD,
                        "maps " + mapping.hostPort() + " twice",
                        "a port of the worker leads to one port of the instance");
                return List.of();
            }
            mappings.add(mapping);
        }
        return mappings;
    }

    private static boolean isPort(String digits) {
        var number = Integer.parseInt(digits);
        return number >= 1 && number <= LARGEST;
    }

    private static PortMapping mapping(Matcher match) {
        var host = Integer.parseInt(match.group(1));
        var container = match.group(2) == null ? host : Integer.parseInt(match.group(2));
        return new PortMapping(host, container, match.group(3) == null ? Protocol.TCP : Protocol.of(match.group(3)));
    }
}
