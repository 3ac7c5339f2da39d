package holm.e2e.bench.overlay;

import holm.e2e.bench.Table;
import holm.e2e.support.Child;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Flows between instances of two hosts, by turns on all ways, so that what else the machine does is shared by all. Clients
 * on three hosts have 2, 1,000 and 10,000 tables; each is compared with itself when it calls the server's namespace address.
 */
final class Traffic implements AutoCloseable {
    private static final List<Integer> TABLES = List.of(2, 1_000, 10_000);
    private static final int SERVER = 1;
    private static final int FIRST_CLIENT = 2;
    private static final int PLAIN_CLIENT = 8;
    private static final int PLAIN_SERVER = 9;
    private static final int FIRST_SUBNET = 700;
    private static final double AIM = 0.95;

    private final Deque<Closeable> open = new ArrayDeque<>();
    private final Path state = Files.createTempDirectory("holm-bench-overlay");
    private final List<Way> ways = new ArrayList<>();
    private final String serverHost;
    private final Instance server;

    /** @param base what it is compared with, which is measured right before */
    private record Way(Lane lane, Lane base, boolean v6) {}

    private record Host(Child plane, Instance instance) {}

    private record Instance(Path namespace, String v4, String v6) {
        String address(boolean six) {
            return six ? v6 : v4;
        }
    }

    private Traffic() throws IOException, InterruptedException {
        Switch.make();
        this.serverHost = Switch.host(SERVER);
        var host = overlayHost(serverHost, SERVER);
        this.server = host.instance();
        manyAddresses();
        host.plane().ask(peers(TABLES.size()).toArray(String[]::new));
        open.push(Streams.serve(server.namespace()));
        started(server.namespace(), "serve");
        raw();
        plain();
        for (var i = 0; i < TABLES.size(); i++) {
            client(FIRST_CLIENT + i, TABLES.get(i));
        }
    }

    static void run(int rounds) throws Exception {
        try (var traffic = new Traffic()) {
            for (var way : traffic.ways) {
                way.lane().warmUp();
            }
            for (var round = 0; round < rounds; round++) {
                for (var way : traffic.ways) {
                    way.lane().round();
                }
            }
            traffic.print(false, rounds);
            traffic.print(true, rounds);
        } finally {
            Switch.remove();
        }
    }

    /** A pair of devices between the instances, and nothing else. */
    private void raw() throws IOException, InterruptedException {
        Switch.run("", "ip", "netns", "add", Switch.NAME + "raw");
        var client = Switch.file(Switch.NAME + "raw");
        var inside = server.namespace().getFileName().toString();
        Switch.batch(Switch.NAME + "raw", """
                link add raw0 mtu 1450 type veth peer name raw0 netns %s
                addr add 198.51.102.2/30 dev raw0
                addr add fd51:600::2/64 dev raw0 nodad
                link set raw0 up
                """.formatted(inside));
        Switch.batch(inside, """
                addr add 198.51.102.1/30 dev raw0
                addr add fd51:600::1/64 dev raw0 nodad
                link set raw0 mtu 1450 up
                """);
        var caller = started(client);
        for (var v6 : new boolean[] {false, true}) {
            alone(new Lane("raw veth", client, caller, v6 ? "fd51:600::1" : "198.51.102.1"), v6);
        }
    }

    private void plain() throws IOException, InterruptedException {
        var client = PlainTunnel.half(PLAIN_CLIENT, PLAIN_SERVER);
        var other = PlainTunnel.half(PLAIN_SERVER, PLAIN_CLIENT);
        open.push(Streams.serve(other));
        started(other, "serve");
        var caller = started(client);
        for (var v6 : new boolean[] {false, true}) {
            alone(new Lane("VXLAN by hand, without a rule", client, caller, PlainTunnel.address(PLAIN_SERVER, v6)), v6);
        }
    }

    private void client(int number, int tables) throws IOException, InterruptedException {
        var name = Switch.host(number);
        var host = overlayHost(name, number);
        var question = new ArrayList<>(List.of("peers", (FIRST_SUBNET + SERVER) + "@" + Switch.underlay(SERVER)));
        BackEnds.subnets().forEach(subnet -> question.add(subnet + "@" + Switch.underlay(SERVER)));
        host.plane().ask(question.toArray(String[]::new));
        leadToServer(name);
        host.plane().ask("tables", Integer.toString(tables), Integer.toString(BackEnds.MANY));
        var from = host.instance().namespace();
        var caller = started(from);
        for (var v6 : new boolean[] {false, true}) {
            var base = new Lane(
                    "VXLAN, no translation (host of %,d tables)".formatted(tables), from, caller, server.address(v6));
            alone(base, v6);
            ways.add(new Way(
                    new Lane(
                            "service IP, %,d tables".formatted(tables), from, caller, BackEnds.service(tables - 1, v6)),
                    base,
                    v6));
            if (number == FIRST_CLIENT) {
                ways.add(new Way(
                        new Lane("service IP, 1,000 back ends", from, caller, BackEnds.service(BackEnds.LARGE, v6)),
                        base,
                        v6));
            }
        }
    }

    private void alone(Lane lane, boolean v6) {
        ways.add(new Way(lane, lane, v6));
    }

    /** Workers of other subnets are this one host: their frames carry its link address. */
    private void leadToServer(String host) throws IOException, InterruptedException {
        var tunnel = host + "-vx";
        var mac = Devices.mac(FIRST_SUBNET + SERVER);
        Switch.batch(
                host,
                BackEnds.subnets().stream()
                        .flatMap(subnet -> Devices.bridges(subnet).stream())
                        .map(bridge ->
                                "neigh replace %s lladdr %s dev %s nud permanent\n".formatted(bridge, mac, tunnel))
                        .collect(Collectors.joining()));
    }

    private void manyAddresses() throws IOException, InterruptedException {
        var addresses = new StringBuilder();
        for (var n = 0; n < BackEnds.MANY; n++) {
            addresses.append("addr add %s/32 dev eth0\n".formatted(BackEnds.address(n, false)));
            addresses.append("addr add %s/128 dev eth0 nodad\n".formatted(BackEnds.address(n, true)));
        }
        Switch.batch(server.namespace().getFileName().toString(), addresses.toString());
        Switch.batch(
                serverHost,
                BackEnds.subnets().stream()
                        .flatMap(subnet -> Devices.ranges(subnet).stream())
                        .map(range -> "route add %s dev %s\n".formatted(range, serverHost))
                        .collect(Collectors.joining()));
    }

    private static List<String> peers(int clients) {
        var question = new ArrayList<>(List.of("peers"));
        for (var number = FIRST_CLIENT; number < FIRST_CLIENT + clients; number++) {
            question.add((FIRST_SUBNET + number) + "@" + Switch.underlay(number));
        }
        return question;
    }

    private Host overlayHost(String name, int number) throws IOException {
        var plane = Child.start(
                Switch.entry(Switch.file(name)),
                OverlayHost.class,
                name,
                Integer.toString(FIRST_SUBNET + number),
                Switch.underlay(number),
                state.resolve(name).toString());
        open.push(plane);
        var words = plane.ask("instance").split(" ", -1);
        return new Host(plane, new Instance(Path.of(words[0]), words[1], words[2]));
    }

    private Child started(Path namespace, String... arguments) throws IOException {
        var child = Child.start(Switch.entry(namespace), PingPong.class, arguments);
        open.push(child);
        child.ask("ready");
        return child;
    }

    private void print(boolean v6, int rounds) {
        var table = new Table(
                "overlay, " + (v6 ? "IPv6" : "IPv4"),
                "1 stream",
                "of VXLAN",
                "4 streams",
                "of VXLAN",
                "exchange p50",
                "p99",
                "connect p50");
        var worst = Double.POSITIVE_INFINITY;
        for (var way : ways.stream().filter(way -> way.v6() == v6).toList()) {
            var cells = new ArrayList<String>();
            for (var streams : Lane.STREAMS) {
                cells.add("%.2f Gbit/s".formatted(way.lane().throughput(streams)));
                if (way.base() == way.lane()) {
                    cells.add("");
                } else {
                    var ratio = way.lane().ratio(way.base(), streams);
                    worst = Math.min(worst, ratio);
                    cells.add("%.2f".formatted(ratio));
                }
            }
            cells.add(micros(way.lane().exchanges().millis(0.5)));
            cells.add(micros(way.lane().exchanges().millis(0.99)));
            cells.add(micros(way.lane().connections().millis(0.5)));
            table.row(way.lane().name(), cells);
        }
        table.print();
        System.out.printf(
                "Medians of %d rounds; smallest ratio %.2f, aim %.2f: %s%n%n",
                rounds, worst, AIM, worst >= AIM ? "reached" : "missed");
    }

    private static String micros(double millis) {
        return "%.0f µs".formatted(millis * 1_000);
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        try (var files = Files.walk(state)) {
            for (var file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }
}
