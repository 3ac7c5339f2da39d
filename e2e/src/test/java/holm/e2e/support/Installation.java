package holm.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Holm of a test's own on this machine: own ports, data, network, logs. {@link #remove} takes everything away again, after
 * failures too.
 */
public final class Installation {
    static final String DATA = "data";
    private static final Path HOME = Path.of("/var/tmp/holm-e2e");
    private static final Duration CLI_PATIENCE = Duration.ofSeconds(150);

    /** Away from the first one, which a person's own Holm on this machine has. */
    private static final int SUBNET = 24;

    private static final int SUBNETS = 1_000;

    /** From the port of an installation's root to that of its tunnel: away from 50,103, for the same reason, and each its own. */
    private static final int TUNNEL = 30_000;

    private final String name;
    private final Path folder;
    private final Ports ports;
    private final Leftovers leftovers;
    private final Deque<Removal> removals = new ArrayDeque<>();
    private final List<HolmProcess> processes = new ArrayList<>();
    private String logLevel = "INFO";
    private final Thread atExit;

    private Installation(String name, Path folder, Ports ports) {
        this.name = name;
        this.folder = folder;
        this.ports = ports;
        this.leftovers = new Leftovers(folder, network());
        this.removals.push(leftovers::remove);
        this.atExit = new Thread(this::removeAtExit, "remove-" + name);
    }

    /**
     * @param name 1–5 lower-case letters, told apart from other installations on this machine by the port
     * @param firstPort where the search for free ports begins; each test class has its own range
     */
    public static Installation create(String name, int firstPort) throws IOException, InterruptedException {
        Distribution.train();
        var ports = Ports.free(firstPort);
        Files.createDirectories(HOME);
        var folder = Files.createTempDirectory(HOME, name);
        Files.createDirectories(folder.resolve("logs"));
        var made = new Installation(name, folder, ports);
        if (!Boolean.getBoolean("holm.keep")) {
            Runtime.getRuntime().addShutdownHook(made.atExit);
        }
        return made;
    }

    /** Root, cluster and worker in one process, with real containers and simulated instances. */
    public HolmProcess up(String... more) {
        return up("container,simulated", network(), List.of(more));
    }

    /** As {@link #up}, but nothing that runs is real: no engine, no bridge. */
    public HolmProcess upSimulated(String... more) {
        return up("simulated", "none", List.of(more));
    }

    /** As {@link #up}, with virtual machines only. */
    public HolmProcess upUnikernels(String... more) {
        return up("unikernel", network(), List.of(more));
    }

    private HolmProcess up(String runtimes, String network, List<String> more) {
        var arguments = new ArrayList<>(List.of(
                "up",
                "--port",
                Integer.toString(ports.root()),
                "--data-dir",
                data().toString(),
                "--runtime",
                runtimes,
                "--network",
                network));
        arguments.addAll(more);
        return process("up", List.of(ports.root(), ports.cluster(), ports.worker()), arguments);
    }

    public HolmProcess root() {
        return process(
                "root",
                List.of(ports.root()),
                List.of("root", "--port", Integer.toString(ports.root()), "--data-dir", tierData("root")));
    }

    public HolmProcess cluster() {
        return process(
                "cluster",
                List.of(ports.cluster()),
                List.of(
                        "cluster",
                        "--root",
                        "http://127.0.0.1:" + ports.root(),
                        "--name",
                        "edge",
                        "--port",
                        Integer.toString(ports.artery()),
                        "--http-port",
                        Integer.toString(ports.cluster()),
                        "--data-dir",
                        tierData("cluster")));
    }

    public HolmProcess worker() {
        return process(
                "worker",
                List.of(ports.worker()),
                List.of(
                        "worker",
                        "--cluster",
                        "127.0.0.1:" + ports.artery(),
                        "--http-port",
                        Integer.toString(ports.worker()),
                        "--runtime",
                        "container,simulated",
                        "--network",
                        network(),
                        "--data-dir",
                        tierData("worker")));
    }

    private String tierData(String tier) {
        return data().resolve(tier).toString();
    }

    private HolmProcess process(String tier, List<Integer> httpPorts, List<String> arguments) {
        return process(tier, Place.HERE, httpPorts, arguments, environment());
    }

    HolmProcess process(
            String tier,
            Place place,
            List<Integer> httpPorts,
            List<String> arguments,
            Map<String, String> environment) {
        var made = new HolmProcess(
                name + "-" + tier,
                place,
                arguments,
                environment,
                folder.resolve("logs").resolve(tier + ".log"),
                data().resolve("log").resolve("holm.log"),
                httpPorts);
        processes.add(made);
        return made;
    }

    /** Removed when all processes have ended, before what was there already. */
    void alsoRemove(Removal removal) {
        removals.push(removal);
    }

    /** Takes something off this machine. */
    interface Removal {
        void remove() throws IOException, InterruptedException;
    }

    /** What processes that are made from now on decide about each instance stands in their log. */
    public Installation logInDetail() {
        logLevel = "DEBUG";
        return this;
    }

    /** A command such as {@code holm ps}, against this installation, as a person types it. */
    public Program.Result holm(String... arguments) throws IOException, InterruptedException {
        return Program.run(environment(), CLI_PATIENCE, Distribution.command(List.of(arguments)));
    }

    /** @param root where it listens */
    Program.Result holm(Place root, String... arguments) throws IOException, InterruptedException {
        return Program.run(environment(root), CLI_PATIENCE, Distribution.command(List.of(arguments)));
    }

    /** @return a client that has logged in */
    public ApiClient api() throws IOException, InterruptedException {
        return client().login();
    }

    public ApiClient client() {
        return new ApiClient(ports.root());
    }

    public Ports ports() {
        return ports;
    }

    Path folder() {
        return folder;
    }

    public Path data() {
        return folder.resolve(DATA);
    }

    /** @return a folder for images and other files of the test */
    public Path files() {
        return folder.resolve("files");
    }

    public PodmanView podman() {
        return new PodmanView(data());
    }

    /** @return name of the bridge; at most 12 characters, because Linux takes no more with what Holm adds */
    public String network() {
        return "e2e" + name.substring(0, Math.min(name.length(), 4)) + ports.root();
    }

    /** @return what the network still has: names of namespaces */
    public List<String> namespaces() throws IOException {
        return leftovers.namespaces();
    }

    /** As when the power goes: every process, every container, and everything that lives in the kernel only. */
    public void loseTheMachine() throws IOException, InterruptedException {
        for (var process : processes) {
            if (process.isAlive()) {
                process.killHard();
            }
        }
        podman().killAll();
        leftovers.killService();
        leftovers.endMachines();
        leftovers.removeNetwork();
    }

    /** @return the end of what each process wrote */
    public String tails() {
        return String.join("\n", processes.stream().map(HolmProcess::tail).toList());
    }

    /** Ends every process and removes all that they made. */
    public void remove() throws IOException, InterruptedException {
        removeAll();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void removeAll() throws IOException, InterruptedException {
        processes.forEach(HolmProcess::close);
        while (!removals.isEmpty()) {
            removals.pop().remove();
        }
    }

    private Map<String, String> environment() {
        var environment = new HashMap<>(environment(Place.HERE));
        // Two workers on one machine need two subnets.
        environment.put(
                "HOLM_JAVA_OPTIONS",
                "-Dholm.worker.subnet=%d -Dholm.worker.overlay.port=%d"
                        .formatted(SUBNET + ports.root() % SUBNETS, TUNNEL + ports.root()));
        return environment;
    }

    /** @param root where it listens */
    Map<String, String> environment(Place root) {
        return Map.of(
                "HOLM_LOG_LEVEL",
                logLevel,
                "HOLM_SERVER",
                root.uri(ports.root(), "").toString(),
                // So that no test writes into the session of the person who runs it.
                "XDG_CONFIG_HOME",
                folder.resolve("config").toString());
    }

    /** The test was ended from outside. */
    private void removeAtExit() {
        try {
            removeAll();
        } catch (IOException | RuntimeException failed) {
            System.err.println("could not remove " + folder + ": " + failed.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
