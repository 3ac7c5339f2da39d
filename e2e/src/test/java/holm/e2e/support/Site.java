package holm.e2e.support;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An installation on several hosts: network namespaces on one switch, without a default route, each with a worker. Root and
 * cluster are processes of this machine, which is on the switch too.
 */
public final class Site {
    public static final String CLUSTER = "edge";

    private static final int SUBNETS = 250;
    private final Installation holm;
    private final Place here;
    private final HolmProcess root;
    private final HolmProcess cluster;
    private final List<Host> hosts;

    /**
     * A host with a worker.
     *
     * @param name of the worker
     * @param place inside the host
     * @param podman what runs there
     * @param worker its process
     * @param network name of its bridge, and first part of the names of its instances' namespaces
     */
    public record Host(String name, Place place, PodmanView podman, HolmProcess worker, String network) {
        /** @return inside an instance, beside what runs there */
        public Place inside(String service, int number) {
            return Place.inside("%s-%s.%d".formatted(network, service, number), "");
        }

        /** @return what a program of the host itself left behind */
        public Program.Result run(String... command) throws IOException, InterruptedException {
            return Program.run(place.command(List.of(command)).toArray(String[]::new));
        }

        /** @return what a descriptor's {@code constraints} say of an instance that has to run here */
        public Map<String, String> constraint() {
            return Map.of("type", "direct", "cluster", CLUSTER, "node", name);
        }
    }

    private Site(Installation holm, int count, Optional<Duration> lastIsAway) throws IOException, InterruptedException {
        this.holm = holm;
        this.here = new Place(List.of(), address(1));
        // Registered first: what is half made is removed as well.
        holm.alsoRemove(() -> removeSwitch(count));
        ip("link", "add", bridge(), "type", "bridge");
        ip("addr", "add", here.address() + "/24", "dev", bridge());
        ip("link", "set", bridge(), "up");
        this.root = makeRoot();
        this.cluster = makeCluster();
        this.hosts = new ArrayList<>();
        for (var number = 1; number <= count; number++) {
            hosts.add(host(number, number == count ? lastIsAway : Optional.empty()));
        }
    }

    /** @param hosts 1–9; {@link Installation#remove} removes them with the rest */
    public static Site build(Installation holm, int hosts) throws IOException, InterruptedException {
        return new Site(holm, hosts, Optional.empty());
    }

    /** @param delay of each packet to or from the last host */
    public static Site buildWithTheLastFarAway(Installation holm, int hosts, Duration delay)
            throws IOException, InterruptedException {
        return new Site(holm, hosts, Optional.of(delay));
    }

    public List<Host> hosts() {
        return List.copyOf(hosts);
    }

    /** Starts every tier, and waits until all are ready. */
    public void start() throws IOException, InterruptedException {
        root.start().awaitReady();
        cluster.start();
        for (var host : hosts) {
            host.worker().start();
        }
        cluster.awaitReady();
        for (var host : hosts) {
            host.worker().awaitReady();
        }
    }

    public HolmProcess root() {
        return root;
    }

    public HolmProcess cluster() {
        return cluster;
    }

    private HolmProcess makeRoot() {
        return tier(
                "root",
                here,
                holm.ports().root(),
                "--allow-default-password",
                "--port",
                Integer.toString(holm.ports().root()));
    }

    private HolmProcess makeCluster() {
        return tier(
                "cluster",
                here,
                holm.ports().cluster(),
                "--root",
                here.uri(holm.ports().root(), "").toString(),
                "--name",
                CLUSTER,
                "--port",
                Integer.toString(holm.ports().artery()),
                "--http-port",
                Integer.toString(holm.ports().cluster()));
    }

    /** @return a client that has logged in */
    public ApiClient api() throws IOException, InterruptedException {
        return new ApiClient(here, holm.ports().root()).login();
    }

    /** @return the address of this machine as the hosts see it */
    public String address() {
        return here.address();
    }

    /** @return where its root's API is */
    public String server() {
        return here.uri(holm.ports().root(), "").toString();
    }

    /** A root of another machine answers nobody who has not logged in. */
    public void logIn() throws IOException, InterruptedException {
        holm("login", "--password", "Admin").orThrow();
    }

    /** A command such as {@code holm ps}, against this site's root; needs {@link #logIn}. */
    public Program.Result holm(String... arguments) throws IOException, InterruptedException {
        return holm.holm(here, arguments);
    }

    private Host host(int number, Optional<Duration> delay) throws IOException, InterruptedException {
        var namespace = namespace(number);
        var outside = bridge() + "v" + number;
        ip("netns", "add", namespace);
        if (delay.isPresent()) {
            var inside = bridge() + "w" + number;
            var link = SlowLink.between(outside, inside, delay.get());
            holm.alsoRemove(link::cut);
            ip("link", "set", inside, "netns", namespace, "name", "eth0");
        } else {
            ip("link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        }
        ip("link", "set", outside, "master", bridge(), "up");
        ip("-netns", namespace, "addr", "add", address(number + 1) + "/24", "dev", "eth0");
        ip("-netns", namespace, "link", "set", "eth0", "up");
        ip("-netns", namespace, "link", "set", "lo", "up");
        return hostWithWorker("w" + number, Place.inside(namespace, address(number + 1)));
    }

    private Host hostWithWorker(String name, Place place) {
        var folder = holm.folder().resolve(name);
        // Names of instances' namespaces begin so, and those are the same for all hosts of a machine.
        var network = name + "e" + holm.ports().root();
        holm.alsoRemove(new Leftovers(folder, network)::remove);
        var data = folder.resolve(Installation.DATA);
        var worker = tier(
                name,
                place,
                holm.ports().worker(),
                List.of(
                        "worker",
                        "--cluster",
                        here.address() + ":" + holm.ports().artery(),
                        "--worker-name",
                        name,
                        "--network",
                        network,
                        "--http-port",
                        Integer.toString(holm.ports().worker()),
                        "--data-dir",
                        data.toString()));
        return new Host(name, place, new PodmanView(data), worker, network);
    }

    private HolmProcess tier(String tier, Place place, int httpPort, String... options) {
        var arguments = new ArrayList<>(List.of(tier));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--data-dir", holm.data().resolve(tier).toString()));
        return tier(tier, place, httpPort, arguments);
    }

    private HolmProcess tier(String tier, Place place, int httpPort, List<String> arguments) {
        var all = new ArrayList<>(arguments);
        all.addAll(List.of("--listen", place.address(), "--insecure"));
        return holm.process(tier, place, List.of(httpPort), all, holm.environment(here));
    }

    private void removeSwitch(int count) throws IOException, InterruptedException {
        for (var number = 1; number <= count; number++) {
            Program.run("ip", "netns", "delete", namespace(number));
        }
        Program.run("ip", "link", "delete", bridge());
    }

    private String bridge() {
        return holm.network();
    }

    private String namespace(int number) {
        return holm.network() + "h" + number;
    }

    /** Of the addresses for benchmarks (RFC 2544): no network has them. */
    private String address(int number) {
        return "198.18.%d.%d".formatted(holm.ports().root() / 100 % SUBNETS, number);
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Program.run(command.toArray(String[]::new)).orThrow();
    }
}
