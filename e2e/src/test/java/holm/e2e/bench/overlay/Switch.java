package holm.e2e.bench.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Network namespaces on one switch, which is one too: hosts that nothing but these benchmarks knows. */
final class Switch {
    /** All namespaces begin so, also those of instances. */
    static final String NAME = "hlmb";

    private static final Path NAMESPACES = Path.of("/run/netns");

    private Switch() {}

    static void make() throws IOException, InterruptedException {
        remove();
        run("", "ip", "netns", "add", NAME);
        batch(NAME, """
                link add switch type bridge
                link set switch up
                """);
    }

    /** @return the name of a new host with the address {@link #underlay} of this number */
    static String host(int number) throws IOException, InterruptedException {
        var name = NAME + number;
        run("", "ip", "netns", "add", name);
        batch(NAME, """
                link add port%1$d type veth peer name eth0 netns %2$s
                link set port%1$d master switch up
                """.formatted(number, name));
        batch(name, """
                link set lo up
                addr add %s/24 dev eth0
                link set eth0 up
                """.formatted(underlay(number)));
        return name;
    }

    static String underlay(int number) {
        return "192.0.2." + number;
    }

    static void remove() throws IOException, InterruptedException {
        if (!Files.isDirectory(NAMESPACES)) {
            return;
        }
        try (var files = Files.list(NAMESPACES)) {
            for (var file : files.toList()) {
                if (file.getFileName().toString().startsWith(NAME)) {
                    run("", "ip", "netns", "delete", file.getFileName().toString());
                }
            }
        }
    }

    static Path file(String namespace) {
        return NAMESPACES.resolve(namespace);
    }

    static List<String> entry(Path namespace) {
        return List.of("nsenter", "--net=" + namespace);
    }

    static void batch(String namespace, String lines) throws IOException, InterruptedException {
        run(lines, "ip", "-netns", namespace, "-batch", "-");
    }

    /** @return what it printed */
    static String run(String input, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        var printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("%s: %s".formatted(String.join(" ", command), printed));
        }
        return printed;
    }
}
