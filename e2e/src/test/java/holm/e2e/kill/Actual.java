package holm.e2e.kill;

import com.fasterxml.jackson.databind.json.JsonMapper;
import holm.e2e.support.Installation;
import holm.e2e.support.PodmanView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What really runs, asked of the runtimes behind Holm's back.
 *
 * @param containers as the engine lists them
 * @param simulated handles of the simulated runtime's journal that were not stopped, with the instance of each
 */
record Actual(List<PodmanView.Container> containers, Map<String, String> simulated) {
    private static final JsonMapper JSON = new JsonMapper();

    static Actual of(Installation holm) throws IOException, InterruptedException {
        return new Actual(holm.podman().running(), simulated(holm.data()));
    }

    /** Reads the journal as a new process would; its last line may be half written. */
    private static Map<String, String> simulated(Path data) throws IOException {
        var found = new LinkedHashMap<String, String>();
        for (var line : journal(data)) {
            if (line.startsWith("-")) {
                found.remove(line.substring(1));
            } else if (line.startsWith("+") && line.endsWith("}")) {
                var run = JSON.readTree(line.substring(1));
                var handle = run.path("handle").asText();
                if (run.path("stopped").isNull()) {
                    found.put(handle, run.path("assignment").path("instance").asText());
                } else {
                    found.remove(handle);
                }
            }
        }
        return found;
    }

    private static List<String> journal(Path data) throws IOException {
        var file = data.resolve("worker").resolve("simulated").resolve("runs.jsonl");
        return Files.exists(file) ? Files.readString(file).lines().toList() : List.of();
    }
}
