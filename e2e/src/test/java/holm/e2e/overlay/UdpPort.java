package holm.e2e.overlay;

import holm.domain.route.Peer;
import holm.e2e.support.Site;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a host takes datagrams. */
record UdpPort(String address, String number) {
    /** {@code UNCONN 0 0 [fc00::701]:53 [::]:*}, or with a device: {@code 10.18.28.1%br:53}. */
    private static final Pattern SHOWN =
            Pattern.compile("\\S+ +\\d+ +\\d+ +\\[?([0-9a-f.:*]+?)]?(?:%\\S+?)?:(\\d+) .*");

    private static final String ANY = "*";

    /** Those of its processes, and that of the tunnel, which is the kernel's. */
    static List<UdpPort> of(Site.Host host) throws IOException, InterruptedException {
        var here = host.place().address();
        var processes = host.run("ss", "-Hlnu").orThrow().lines().flatMap(line -> {
            var shown = SHOWN.matcher(line);
            return shown.matches()
                    ? Stream.of(new UdpPort(reached(shown.group(1), here), shown.group(2)))
                    : Stream.of();
        });
        return Stream.concat(processes, Stream.of(new UdpPort(here, Integer.toString(Peer.DEFAULT_PORT))))
                .distinct()
                .toList();
    }

    private static String reached(String address, String here) {
        return address.equals(ANY) || address.equals("0.0.0.0") || address.equals("::") ? here : address;
    }

    /** Only neighbours in the same host reach it. */
    boolean isLoopback() {
        return InetAddress.ofLiteral(address).isLoopbackAddress();
    }
}
