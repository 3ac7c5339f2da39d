package holm.overlay.network;

import holm.domain.descriptor.PortMapping;
import holm.overlay.NetworkFailure;
import java.util.List;

/** Port mappings as elements of the table's maps: one more costs the same in a map of ten and of ten thousand. */
final class PortMap {
    private final String table;

    PortMap(String table) {
        this.table = table;
    }

    void add(InstanceAddresses addresses, List<PortMapping> ports) throws NetworkFailure, InterruptedException {
        var script = elements("add", addresses, ports);
        if (!script.isEmpty()) {
            Command.run(script, List.of("nft", "-f", "-"));
        }
    }

    /** Also ends the flows that were translated to this instance, so that none waits on a dead back end. */
    void remove(InstanceAddresses addresses, List<PortMapping> ports) throws NetworkFailure, InterruptedException {
        // One by one: an element that is missing must not keep the others.
        for (var port : ports) {
            for (var line : elements("delete", addresses, List.of(port)).lines().toList()) {
                Command.attempt(line + "\n", List.of("nft", "-f", "-"));
            }
        }
    }

    private String elements(String verb, InstanceAddresses addresses, List<PortMapping> ports) {
        var script = new StringBuilder();
        for (var port : ports) {
            var key = port.protocol().word() + " . " + port.host();
            addresses.v4().ifPresent(v4 -> script.append(element(verb, "ports4", key, v4, port)));
            addresses.v6().ifPresent(v6 -> script.append(element(verb, "ports6", key, v6, port)));
        }
        return script.toString();
    }

    private String element(String verb, String map, String key, String address, PortMapping port) {
        var value = "add".equals(verb) ? " : %s . %d".formatted(address, port.container()) : "";
        return "%s element inet %s %s { %s%s }\n".formatted(verb, table, map, key, value);
    }
}
