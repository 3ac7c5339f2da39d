package holm.e2e.bench.overlay;

import holm.e2e.bench.Patience;
import holm.e2e.bench.Samples;
import holm.e2e.bench.Table;
import holm.e2e.bench.Watch;
import holm.e2e.support.ApiClient;
import holm.e2e.support.Child;
import holm.e2e.support.Installation;
import holm.e2e.support.LocalImage;
import holm.e2e.support.Program;
import holm.e2e.support.Site;
import holm.testing.Documents;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Two workers, a cluster and a root: how long the first connection to a service takes on a host that knows nothing of it, and how long
 * after the end or the beginning of an endpoint the kernel of another host knows.
 */
final class Delays implements Closeable {
    private static final int MISSES = 40;
    private static final int UPDATES = 100;
    private static final int WARM_UP = 5;
    private static final int HTTP = 80;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** IPv6: the namespace addresses of so many endpoints in a row rest for a minute each, and a worker has 61 of IPv4. */
    private static final String SERVICE = "fdff:2000::88:88";

    private final Site site;
    private final ApiClient api;
    private final String image;
    private final Child caller;

    /** On the host of the endpoints. */
    private final Child neighbour;

    private final KernelWatch kernel;
    private final Watch events;
    private final Samples coldest = new Samples();
    private final Samples first = new Samples();
    private final Samples second = new Samples();
    private final Samples died = new Samples();
    private final Samples diedSeen = new Samples();
    private final Samples later = new Samples();

    private Delays(Installation holm) throws IOException, InterruptedException {
        this.site = Site.build(holm, 2);
        site.start();
        this.api = site.api();
        this.image = LocalImage.code(holm.files());
        var client = site.hosts().getLast().place();
        this.caller = Child.start(client.command(List.of()), PingPong.class);
        this.neighbour = Child.start(site.hosts().getFirst().place().command(List.of()), PingPong.class);
        this.kernel = KernelWatch.start(client);
        this.events = Watch.start(api);
    }

    static void run() throws Exception {
        var holm = Installation.create("ovl", 29_000);
        try (var delays = new Delays(holm)) {
            delays.misses();
            delays.updates();
            delays.print();
        } finally {
            holm.remove();
        }
    }

    private void misses() throws Exception {
        caller.ask("ready");
        for (var n = 0; n < MISSES; n++) {
            var v6 = n % 2 == 1;
            var address = v6 ? "fdff:2000::99:%x".formatted(n + 1) : "10.30.99." + (n + 1);
            var service = service("s" + n, Map.of(v6 ? "rr_ip_v6" : "rr_ip", address));
            started(service);
            awaitListening(address);
            (n == 0 ? coldest : first).add(connect(address));
            second.add(connect(address));
            api.delete("/api/service/" + service).ok();
        }
    }

    /** A container runs before its server listens. */
    private void awaitListening(String address) throws Exception {
        Patience.until("a server at " + address, PATIENCE, () -> {
            try {
                neighbour.ask("connect", address, Integer.toString(HTTP), "1");
                return true;
            } catch (IllegalStateException refused) {
                return false;
            }
        });
    }

    private long connect(String address) throws IOException {
        return Long.parseLong(caller.ask("connect", address, Integer.toString(HTTP), "1"));
    }

    /** One endpoint stays, another comes and dies again and again. */
    private void updates() throws Exception {
        var service = service("updated", Map.of("rr_ip_v6", SERVICE));
        started(service);
        awaitListening(SERVICE);
        for (var n = -WARM_UP; n < UPDATES; n++) {
            connect(SERVICE); // a table that nobody uses for a minute goes away
            var before = pids();
            kernel.clear();
            var number = started(service);
            kernel.next(SERVICE);
            var pid = pids().stream()
                    .filter(other -> !before.contains(other))
                    .findFirst()
                    .orElseThrow();
            kernel.clear();
            Program.run("kill", "-9", Long.toString(pid)).orThrow();
            var killed = System.nanoTime();
            var known = kernel.next(SERVICE);
            var seen = events.arrivalOf(service + "." + number, "DEAD");
            if (n >= 0) {
                died.add(known - killed);
                diedSeen.add(seen - killed);
                later.add(Math.max(0, known - seen));
            }
            api.delete("/api/service/%s/instance/%d".formatted(service, number)).ok();
        }
    }

    private List<Long> pids() throws IOException, InterruptedException {
        return site.hosts().getFirst().podman().running().stream()
                .map(container -> container.pid())
                .toList();
    }

    private String service(String name, Map<String, String> addresses) throws IOException, InterruptedException {
        var service = Documents.service(name);
        service.put("vcpus", 0);
        service.put("memory", 16);
        service.put("code", image);
        service.put("cmd", List.of());
        service.put("one_shot", true);
        service.put("addresses", addresses);
        service.put("constraints", List.of(site.hosts().getFirst().constraint()));
        return api.create(name, service);
    }

    private int started(String service) throws Exception {
        var number = api.deploy(service);
        events.arrivalOf(service + "." + number, "RUNNING");
        return number;
    }

    private void print() {
        new Table("overlay, two workers in one cluster", "runs", "p50", "p99", "max")
                .row("connection to a service that the host knows nothing of (miss); aim 10 ms p50", first.cells())
                .row("the very first one of the worker's process", coldest.cells())
                .row("baseline: the same connection again", second.cells())
                .row("kill -9 of an endpoint to the kernel of another host", died.cells())
                .row("baseline: kill -9 to DEAD seen by a client of the API", diedSeen.cells())
                .row("from DEAD seen by a client to the kernel (0: before); aim 50 ms p99", later.cells())
                .print();
    }

    @Override
    public void close() throws IOException {
        events.close();
        kernel.close();
        caller.close();
        neighbour.close();
    }
}
