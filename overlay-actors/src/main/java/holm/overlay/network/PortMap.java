package holm.overlay.network;

import holm.domain.descriptor.PortMapping;
import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Nft;
import java.util.List;

/** Port mappings as elements of the table's maps: one more costs the same in a map of ten and of ten thousand. */
final class PortMap {
    private final String table;
    private final Nft nft;

    PortMap(String table, Nft nft) {
        this.table = table;
        this.nft = nft;
    }

    void add(InstanceAddresses addresses, List<PortMapping> ports) throws NetworkFailure, InterruptedException {
        var script = elements("add", addresses, ports);
        if (!script.isEmpty()) {
            nft.run(script);
        }
    }

    void remove(InstanceAddresses addresses, List<PortMapping> ports) throws NetworkFailure, InterruptedException {
        // "add" of what is there changes nothing, so that a missing element does not keep the others.
        var script = elements("add", addresses, ports) + elements("delete", addresses, ports);
        if (!script.isEmpty()) {
            nft.run(script);
        }
    }

    /** Makes these the only ones, in one transaction: a mapping of an instance that is gone would take its callers for ever. */
    void replace(List<AttachmentFile.Content> attached) throws NetworkFailure, InterruptedException {
        var script = new StringBuilder("flush map inet %1$s ports4\nflush map inet %1$s ports6\n".formatted(table));
        attached.forEach(content -> script.append(elements("add", content.addresses(), content.ports())));
        nft.run(script.toString());
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
