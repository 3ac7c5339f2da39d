package holm.e2e.bench.overlay;

import java.io.IOException;
import java.nio.file.Path;

/** Two hosts with one instance each and a VXLAN tunnel between them, made by hand: the same devices as Holm's and not one rule. */
final class PlainTunnel {
    private static final int MTU = 1_450;

    private PlainTunnel() {}

    /**
     * @param own which one of the two, by the number of its host
     * @return the namespace of its instance, which has the address {@link #address}
     */
    static Path half(int own, int other) throws IOException, InterruptedException {
        var host = Switch.host(own);
        var instance = host + "i";
        Switch.run("", "ip", "netns", "add", instance);
        Switch.run(
                "",
                "nsenter",
                "--net=" + Switch.file(host),
                "sysctl",
                "-qw",
                "net.ipv4.ip_forward=1",
                "net.ipv6.conf.all.forwarding=1");
        Switch.batch(host, """
                link add br0 mtu %3$d type bridge
                addr add 198.51.100.%1$d/32 dev br0
                addr add fd51:300::%1$d/128 dev br0 nodad
                link set br0 up
                link add vx0 mtu %3$d type vxlan id 7 local %4$s remote %5$s dstport 4790
                addr add 203.0.113.%1$d/24 dev vx0
                addr add fd51:400::%1$d/64 dev vx0 nodad
                link set vx0 up
                link add v0 mtu %3$d type veth peer name eth0 netns %6$s
                link set v0 master br0 up
                route add %7$s/32 dev br0
                route add %8$s/128 dev br0
                route add %9$s/32 via 203.0.113.%2$d
                route add %10$s/128 via fd51:400::%2$d
                """.formatted(
                        own,
                        other,
                        MTU,
                        Switch.underlay(own),
                        Switch.underlay(other),
                        instance,
                        address(own, false),
                        address(own, true),
                        address(other, false),
                        address(other, true)));
        Switch.batch(instance, """
                link set lo up
                link set eth0 mtu %2$d up
                addr add %3$s/32 dev eth0
                addr add %4$s/128 dev eth0 nodad
                route add 198.51.100.%1$d dev eth0
                route add default via 198.51.100.%1$d
                route add fd51:300::%1$d dev eth0
                route add default via fd51:300::%1$d
                """.formatted(own, MTU, address(own, false), address(own, true)));
        return Switch.file(instance);
    }

    static String address(int host, boolean v6) {
        return v6 ? "fd51:500::" + host : "198.51.101." + host;
    }
}
