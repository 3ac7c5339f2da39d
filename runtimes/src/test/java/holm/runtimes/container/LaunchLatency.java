package holm.runtimes.container;

import holm.runtimes.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures a launch beside raw {@code create} + {@code start} at the same engine. Run by hand: {@code java … LaunchLatency 50}. */
public final class LaunchLatency {
    private LaunchLatency() {}

    public static void main(String[] arguments) throws Exception {
        var rounds = arguments.length == 0 ? 30 : Integer.parseInt(arguments[0]);
        var state = Files.createTempDirectory("holm-latency");
        var run = Busybox.in(state).command("/bin/sleep", "1000");
        var holm = new ArrayList<Long>();
        var raw = new ArrayList<Long>();
        try (var runtime = new ContainerRuntime(ContainerSettings.of(state))) {
            System.out.println(runtime.probe());
            runtime.fetch(run.code(), System.out::println);
            var image = "localhost/holm/archive:"
                    + Archive.parse(run.code()).orElseThrow().key();
            for (var round = 0; round < rounds; round++) {
                var before = System.nanoTime();
                var running = runtime.launch(run.launch(Runs.instance(round)));
                holm.add(System.nanoTime() - before);
                runtime.stop(running, Duration.ZERO);
                runtime.await(running);
                runtime.remove(running);
                raw.add(rawStart(EngineFiles.of(state).socket(), image, "raw-" + round));
            }
        }
        EngineErasure.erase(state);
        System.out.printf(
                "launch by Holm: p50 %d ms, p90 %d ms; raw create + start: p50 %d ms, p90 %d ms (%d rounds)%n",
                at(holm, 0.5), at(holm, 0.9), at(raw, 0.5), at(raw, 0.9), rounds);
    }

    private static long rawStart(Path socket, String image, String name) throws Exception {
        var body = "{\"Image\":\"%s\",\"Cmd\":[\"/bin/sleep\",\"1000\"],\"HostConfig\":{\"NetworkMode\":\"none\"}}"
                .formatted(image);
        var before = System.nanoTime();
        curl(
                socket,
                "-X",
                "POST",
                "-H",
                "Content-Type: application/json",
                "-d",
                body,
                "http://d/v1.40/containers/create?name=" + name);
        curl(socket, "-X", "POST", "http://d/v1.40/containers/" + name + "/start");
        var took = System.nanoTime() - before;
        curl(socket, "-X", "DELETE", "http://d/v1.40/containers/" + name + "?force=1");
        return took;
    }

    private static void curl(Path socket, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("curl", "-sf", "-o", "/dev/null", "--unix-socket", socket.toString()));
        command.addAll(List.of(arguments));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command));
        }
    }

    private static long at(List<Long> nanos, double part) {
        var sorted = nanos.stream().sorted().toList();
        return TimeUnit.NANOSECONDS.toMillis(sorted.get((int) (part * (sorted.size() - 1))));
    }
}
