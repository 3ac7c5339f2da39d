package holm.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
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
import picocli.CommandLine.Parameters;

/** Prints what an instance wrote: its standard output on ours, its standard error on ours. */
@Command(name = "logs", description = "Print what an instance wrote.")
public final class LogsCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options = new ClientOptions();

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Id, name, or application/name.")
    private String service = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "INSTANCE",
            description = "Its number; the newest when left out.")
    private @Nullable Integer number;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "LINES",
            description = "Only the last so many lines.")
    private @Nullable Integer tail;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only lines since then: 2026-11-23T10:00:00Z, or seconds ago as 90s.")
    private @Nullable String since;

    @Override
    public Integer call() throws IOException {
        var found = Services.find(options.api(), service);
        var path = "/api/service/%s/instance/%d/logs?follow=%s%s%s"
                .formatted(
                        Services.id(found),
                        number == null ? newest(found) : number,
                        follow,
                        tail == null ? "" : "&tail=" + tail,
                        since == null ? "" : "&since=" + java.net.URLEncoder.encode(since, StandardCharsets.UTF_8));
        if (follow) {
            follow(path);
        } else {
            options.api().get(path).forEach(LogsCommand::print);
        }
        return ExitCode.OK.number();
    }

    private void follow(String path) throws IOException {
        try (var reader = new BufferedReader(
                new InputStreamReader(options.api().stream(path, Map.of()), StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("data:")) {
                    print(Api.JSON.readTree(line.substring("data:".length())));
                }
            }
        }
    }

    private static void print(JsonNode line) {
        var out = "stderr".equals(line.path("stream").asText()) ? System.err : System.out;
        out.println(line.path("text").asText());
    }

    private static int newest(JsonNode service) {
        var newest = -1;
        for (var instance : service.path("instance_list")) {
            newest = Math.max(newest, instance.path("instance_number").asInt());
        }
        if (newest < 0) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "%s has no instances. Start one: holm scale %s 1"
                            .formatted(Services.fullName(service), Services.fullName(service)));
        }
        return newest;
    }
}
