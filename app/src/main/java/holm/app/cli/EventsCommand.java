package holm.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what happens, as it happens. */
@Command(name = "events", description = "Print what happens, as it happens, until interrupted.")
public final class EventsCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Option(names = "--since", paramLabel = "ID", description = "Begin after this event; 0 is the oldest that is kept.")
    private @Nullable Long since;

    @Override
    public Integer call() throws IOException {
        var headers = since == null ? Map.<String, String>of() : Map.of("Last-Event-ID", Long.toString(since));
        try (var reader = new BufferedReader(
                new InputStreamReader(options.api().stream("/api/events", headers), StandardCharsets.UTF_8))) {
            var id = "";
            var kind = "";
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("id:")) {
                    id = line.substring("id:".length()).strip();
                } else if (line.startsWith("event:")) {
                    kind = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    System.out.printf(
                            "%s %s %s%n",
                            id, kind, line.substring("data:".length()).strip());
                }
            }
        }
        return ExitCode.OK.number();
    }
}
