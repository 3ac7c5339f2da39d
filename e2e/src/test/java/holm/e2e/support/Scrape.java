package holm.e2e.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** One reading of a tier's {@code /metrics}, as Prometheus makes it. */
public final class Scrape {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> lines;

    private Scrape(List<String> lines) {
        this.lines = lines;
    }

    /** @param port of the tier, on loopback */
    public static Scrape of(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/metrics".formatted(port)))
                .timeout(Duration.ofSeconds(10))
                .build();
        var response = HTTP.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("/metrics on port %d answers %d".formatted(port, response.statusCode()));
        }
        return new Scrape(
                response.body().lines().filter(line -> !line.startsWith("#")).toList());
    }

    /**
     * @param labels each as {@code name="value"}
     * @return the sum of all series of this name that have all these labels; 0 when there is none
     */
    public double sum(String name, String... labels) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
