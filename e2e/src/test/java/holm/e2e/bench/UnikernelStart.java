package holm.e2e.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import holm.e2e.support.ApiClient;
import holm.e2e.support.Installation;
import holm.e2e.unikernel.ArchiveServer;
import holm.e2e.unikernel.Archives;
import holm.runtimes.unikernel.TinyKernel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** From the API call until a kernel says something, and until a Linux answers; by turns with QEMU alone, the archive being there. */
final class UnikernelStart {
    private static final int WARM_UP = 3;
    private static final int TINY_MEBIBYTES = 32;
    private static final int LINUX_MEBIBYTES = 128;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A guest that is not there yet loses a packet, which is sent again only after a second: so nobody waits for that. */
    private static final int CONNECT_MILLIS = 20;

    private static final int ANSWER_MILLIS = 500;
    private final Installation holm;
    private final ApiClient api;
    private final Path raw;
    private final boolean hasKvm;

    private UnikernelStart(Installation holm, ApiClient api, Path raw, boolean hasKvm) {
        this.holm = holm;
        this.api = api;
        this.raw = raw;
        this.hasKvm = hasKvm;
    }

    static void run(int runs) throws Exception {
        var holm = Installation.create("vm", 31_000);
        try (var archives = new ArchiveServer("127.0.0.1")) {
            holm.upUnikernels().start().awaitReady();
            var api = holm.api();
            var hasKvm = api.get("/api/clusters/").ok().toString().contains("unikernel-kvm");
            var bench = new UnikernelStart(holm, api, Files.createDirectories(holm.files()), hasKvm);
            bench.measure(archives, runs);
        } finally {
            holm.remove();
        }
    }

    private void measure(ArchiveServer archives, int runs) throws Exception {
        var kernel = new TinyKernel().print("up\n").halt().elf();
        var tiny = service(
                "tiny", archives.serve("tiny.tar.gz", Archives.of(Map.of("kernel", kernel))), TINY_MEBIBYTES, "");
        var tinyFolder = unpacked("tiny", Map.of("kernel", kernel));
        var table = new Table("unikernel", "runs", "p50", "p99", "max");
        bySerial(table, tiny, tinyFolder, runs);
        var files = Archives.linuxFiles();
        var port = holm.ports().root() + 300;
        var linux = service("linux", archives.serve("linux.tar.gz", Archives.of(files)), LINUX_MEBIBYTES, port + ":80");
        byAnswer(table, linux, unpacked("linux", files), port, runs);
        table.print();
        System.out.printf("accelerated by KVM: %s%n", hasKvm ? "yes" : "no, emulated");
    }

    private void bySerial(Table table, String service, Path folder, int runs) throws Exception {
        var deployed = new Samples();
        var alone = new Samples();
        for (var turn = -WARM_UP; turn < runs; turn++) {
            var called = System.nanoTime();
            var number = api.deploy(service);
            Patience.until("the first byte", PATIENCE, () -> consoles().anyMatch(UnikernelStart::saysSomething));
            add(deployed, turn, System.nanoTime() - called);
            undeploy(service, number);
            var started = System.nanoTime();
            try (var qemu =
                    RawQemu.start(folder, hasKvm, TINY_MEBIBYTES, holm.ports().root() + 301)) {
                Patience.until("the first byte", PATIENCE, () -> saysSomething(qemu.console()));
                add(alone, turn, System.nanoTime() - started);
            }
        }
        table.row("API call to the first byte of a tiny kernel", deployed.cells());
        table.row("baseline: exec of QEMU to the same byte", alone.cells());
        sayDifference("first byte", deployed, alone);
    }

    private void byAnswer(Table table, String service, Path folder, int port, int runs) throws Exception {
        var deployed = new Samples();
        var alone = new Samples();
        var address = api.service(service).path("RR_ip").asText();
        for (var turn = -1; turn < runs; turn++) {
            var called = System.nanoTime();
            var number = api.deploy(service);
            Patience.until(
                    "the first answer",
                    PATIENCE,
                    () -> answers(new InetSocketAddress(InetAddress.ofLiteral(address), 80)));
            add(deployed, turn, System.nanoTime() - called);
            undeploy(service, number);
            var started = System.nanoTime();
            try (var _ = RawQemu.start(folder, hasKvm, LINUX_MEBIBYTES, port + 1)) {
                Patience.until(
                        "the first answer",
                        PATIENCE,
                        () -> answers(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + 1)));
                add(alone, turn, System.nanoTime() - started);
            }
        }
        table.row("API call to the first HTTP answer of a Linux, by service address", deployed.cells());
        table.row("baseline: exec of QEMU to the same answer", alone.cells());
        sayDifference("first answer", deployed, alone);
    }

    private static void add(Samples samples, int turn, long nanos) {
        if (turn >= 0) {
            samples.add(nanos);
        }
    }

    private static void sayDifference(String what, Samples deployed, Samples alone) {
        System.out.printf("%s, p50 over the baseline: %.0f ms%n", what, deployed.millis(0.5) - alone.millis(0.5));
    }

    private String service(String name, String url, int mebiBytes, String port) throws Exception {
        return api.create(Descriptor.unikernel(name, url, mebiBytes, port))
                .path("microservices")
                .path(0)
                .asText();
    }

    private Path unpacked(String name, Map<String, byte[]> files) throws IOException {
        var folder = Files.createDirectories(raw.resolve(name));
        for (var file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return folder;
    }

    private void undeploy(String service, int number) throws Exception {
        api.delete("/api/service/" + service + "/instance/" + number).ok();
        Patience.until("the end of the machine", PATIENCE, () -> runs().isEmpty());
    }

    /** What the guests that run now wrote. */
    private Stream<Path> consoles() throws IOException {
        return runs().stream().map(run -> run.resolve("console"));
    }

    /** Looked at in Holm's own folder, because looking at all processes takes as much of a core as a guest. */
    private List<Path> runs() throws IOException {
        try (var runs =
                Files.list(holm.data().resolve("worker").resolve("unikernels").resolve("runs"))) {
            return runs.toList();
        }
    }

    private static boolean saysSomething(Path console) {
        try {
            return Files.size(console) > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean answers(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            return socket.getInputStream().readNBytes(4).length == 4;
        } catch (IOException notYet) {
            return false;
        }
    }
}
