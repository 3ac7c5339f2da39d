package holm.overlay.plane;

import holm.domain.address.NodeSubnet;
import holm.overlay.kernel.Command;
import holm.overlay.network.NodeAddresses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Hosts on one switch, all of them network namespaces without default route. */
final class Lab {
    /** Names in the kernel begin so, and no other test's do. */
    private static final String PREFIX = "hlmp";

    private final String name;
    private final Path state;
    private final List<Host> hosts = new ArrayList<>();

    /** @param letter one for each test class */
    Lab(String letter, Path state) throws Exception {
        this.name = PREFIX + letter;
        this.state = state;
        Command.attempt("", List.of("ip", "netns", "delete", name));
        Command.run("", List.of("ip", "netns", "add", name));
        Command.run("""
                link add switch type bridge
                link set switch up
                """, List.of("ip", "-netns", name, "-batch", "-"));
    }

    /** The next host: 192.0.2.1, 192.0.2.2, … and fd51:200::1, … */
    Host host() throws Exception {
        return host(false);
    }

    /** @param v6Underlay whether its tunnel goes over IPv6 */
    Host host(boolean v6Underlay) throws Exception {
        var host = prepared(v6Underlay);
        host.open();
        return host;
    }

    /** A host whose data plane is not open yet. */
    Host prepared(boolean v6Underlay) throws Exception {
        return prepared(v6Underlay, NodeAddresses.numbered(600 + hosts.size()));
    }

    Host prepared(boolean v6Underlay, NodeSubnet subnet) throws Exception {
        var number = hosts.size() + 1;
        var own = name + number;
        var host = new Host(own, number, v6Underlay, state.resolve(own), subnet);
        hosts.add(host);
        Command.run("""
                link add port%1$d type veth peer name eth0 netns %2$s
                link set port%1$d master switch up
                """.formatted(number, own), List.of("ip", "-netns", name, "-batch", "-"));
        Command.run("""
                link set lo up
                addr add 192.0.2.%1$d/24 dev eth0
                addr add fd51:200::%1$d/64 dev eth0 nodad
                link set eth0 up
                """.formatted(number), List.of("ip", "-netns", own, "-batch", "-"));
        return host;
    }

    /** Tells every host of every other. */
    void introduce() throws Exception {
        var peers = hosts.stream().map(Host::asPeer).toList();
        for (var host : hosts) {
            host.inside().call(() -> host.plane().peers(peers));
        }
    }

    void remove() throws Exception {
        for (var host : hosts) {
            host.remove();
        }
        Command.run("", List.of("ip", "netns", "delete", name));
    }
}
