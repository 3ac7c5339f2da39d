package holm.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Questions about the network of instances. */
@Command(
        name = "net",
        description = "Look at the network of instances.",
        subcommands = {NetCommand.Explain.class})
public final class NetCommand {
    /** Says where an address leads. */
    @Command(name = "explain", description = "Show where an address leads, and who is interested.")
    static final class Explain implements Callable<Integer> {
        /** What looks like an address is asked about as it stands; whether it is one is for the root to say. */
        private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

        @Mixin
        private ClientOptions options = new ClientOptions();

        @Parameters(
                paramLabel = "ADDRESS",
                description = "IPv4 or IPv6 address of a service or an instance; or a service of yours: id, name, or"
                        + " application/name, for its round-robin address.")
        private String address = "";

        @Option(
                names = "--from",
                paramLabel = "WORKER",
                description = "Choose as for clients on this worker (id or name).")
        private @Nullable String from;

        @Override
        public Integer call() {
            var query = from == null ? "" : "?from=" + encoded(from);
            var route = options.api().get("/api/net/routes/" + encoded(addressOf(address)) + query);
            if (!options.printedAsJson(route)) {
                print(route);
            }
            return ExitCode.OK.number();
        }

        /** A name means a service that the person may see, whatever else is called so. */
        private String addressOf(String wanted) {
            if (ADDRESS.matcher(wanted).matches()) {
                return wanted;
            }
            var service = Services.find(options.api(), wanted);
            return Services.addresses(service)
                    .lines()
                    .flatMap(all -> Stream.of(all.split(" ", -1)))
                    .findFirst()
                    .filter(first -> !first.isEmpty())
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.REFUSED, Services.fullName(service) + " has no round-robin address"));
        }

        private static void print(JsonNode route) {
            System.out.printf(
                    "%s is %s of %s%s, version %d%n",
                    route.path("address").asText(),
                    ClientOptions.text(route, "policy")
                            .map(policy -> "the " + policy + " address")
                            .orElse("the address of an instance"),
                    route.path("job_name").asText(),
                    route.path("isolated").asBoolean() ? " (isolated)" : "",
                    route.path("version").asLong());
            var table = new Table("INSTANCE", "NEW FLOWS", "CLUSTER", "WORKER", "IPV4", "IPV6", "RTT", "BUSY", "FENCE");
            for (var endpoint : route.path("endpoints")) {
                table.row(
                        endpoint.path("instance_number").asText(),
                        share(route, endpoint),
                        ClientOptions.cell(endpoint, "cluster"),
                        ClientOptions.cell(endpoint, "worker_name"),
                        ClientOptions.cell(endpoint, "namespace_ip"),
                        ClientOptions.cell(endpoint, "namespace_ip_v6"),
                        endpoint.path("round_trip_ms").isNumber()
                                ? "%.1f ms"
                                        .formatted(
                                                endpoint.path("round_trip_ms").asDouble())
                                : "-",
                        endpoint.path("cpu_percent").asText() + " %",
                        ClientOptions.cell(endpoint, "fence"));
            }
            table.print(System.out);
            if (route.path("endpoints").isEmpty()) {
                System.out.println("No instance runs behind it.");
            }
            System.out.println("Interested: " + interested(route.path("interested")));
            if (!route.path("silent_clusters").isEmpty()) {
                System.out.println("Not heard of yet: " + Words.list(route.path("silent_clusters")));
            }
        }

        /** @return which part of new flows goes to this endpoint, by weight */
        private static String share(JsonNode route, JsonNode endpoint) {
            var all = 0;
            var own = 0;
            for (var target : route.path("targets")) {
                var weight = target.path("weight").asInt();
                all += weight;
                own += target.path("instance_number").equals(endpoint.path("instance_number")) ? weight : 0;
            }
            return own == 0 ? "-" : own == all ? "all" : own + " of " + all;
        }

        private static String interested(JsonNode clusters) {
            var names = new StringJoiner("; ").setEmptyValue("nobody");
            for (var cluster : clusters) {
                var workers = cluster.path("workers");
                names.add("cluster %s%s"
                        .formatted(
                                cluster.path("cluster").asText(),
                                workers.isEmpty() ? "" : ", workers " + Words.list(workers)));
            }
            return names.toString();
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
