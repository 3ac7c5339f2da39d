package holm.e2e.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What really runs in the engine that a worker keeps under its data directory, seen without asking Holm. */
public final class PodmanView {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern RUN_ROOT = Pattern.compile("runroot = \"(/run/holm/[^/\"]+)/");

    private final Path data;

    /** @param data of {@code holm up}, or the folder in which that of {@code holm worker} is called {@code worker} */
    public PodmanView(Path data) {
        this.data = data;
    }

    /**
     * A container that runs.
     *
     * @param startedAt seconds since 1970
     * @param pid of its first process, in the machine's numbering
     */
    public record Container(String id, String instance, String fence, long startedAt, long pid) {}

    /** @return Holm's containers that run now; empty before the engine was first used */
    public List<Container> running() throws IOException, InterruptedException {
        var found = new ArrayList<Container>();
        for (var container : list("--filter", "status=running")) {
            found.add(new Container(
                    container.path("Id").asText(),
                    container.path("Labels").path("holm.instance").asText(),
                    container.path("Labels").path("holm.fence").asText(),
                    container.path("StartedAt").asLong(),
                    container.path("Pid").asLong()));
        }
        return found;
    }

    /** Kills every container at once, as a loss of power does. */
    public void killAll() throws IOException, InterruptedException {
        if (engine().isPresent()) {
            podman("kill", "--all");
        }
    }

    /** Removes every container, whatever it does. */
    void removeAll() throws IOException, InterruptedException {
        if (engine().isPresent()) {
            podman("rm", "--all", "--force", "--time=0");
        }
    }

    /** @return the environment that makes {@code podman} speak to this engine; empty before it was first used */
    public Optional<Map<String, String>> engine() {
        return Stream.of("worker", "worker/worker")
                .map(worker -> data.resolve(worker).resolve("containers").resolve("engine"))
                .filter(conf -> Files.exists(conf.resolve("storage.conf")))
                .findFirst()
                .map(conf -> Map.of(
                        "CONTAINERS_CONF", conf.resolve("containers.conf").toString(),
                        "CONTAINERS_STORAGE_CONF", conf.resolve("storage.conf").toString(),
                        "CONTAINERS_REGISTRIES_CONF",
                                conf.resolve("registries.conf").toString()));
    }

    /** @return where the engine keeps its socket and what dies with the machine; empty before it was first used */
    public Optional<Path> runFolder() throws IOException {
        var engine = engine();
        if (engine.isEmpty()) {
            return Optional.empty();
        }
        var storage = Files.readString(Path.of(engine.get().getOrDefault("CONTAINERS_STORAGE_CONF", "")));
        var found = RUN_ROOT.matcher(storage);
        return found.find() ? Optional.of(Path.of(found.group(1))) : Optional.empty();
    }

    private JsonNode list(String... filters) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("ps", "--all", "--filter", "label=holm.worker", "--format", "json"));
        arguments.addAll(List.of(filters));
        return engine().isEmpty()
                ? JSON.createArrayNode()
                : JSON.readTree(podman(arguments.toArray(String[]::new)).orThrow());
    }

    private Program.Result podman(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("podman"));
        command.addAll(List.of(arguments));
        return Program.run(engine().orElse(Map.of()), PATIENCE, command);
    }
}
