package holm.root.http;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;

/** Every endpoint that the API has. */
public final class RouteTable {
    private final List<Endpoint> endpoints;

    public RouteTable(List<Endpoint> endpoints) {
        this.endpoints = endpoints.stream()
                .sorted(Comparator.comparingLong(
                                (Endpoint endpoint) -> endpoint.path().fixedSegments())
                        .reversed())
                .toList();
    }

    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** What the table says about a method and a path. */
    sealed interface Match {
        record Found(Endpoint endpoint, Map<String, String> places) implements Match {}

        /** @param allowed methods that this path takes, {@code OPTIONS} among them */
        record OtherMethods(List<String> allowed) implements Match {}

        record Nothing() implements Match {}
    }

    /** @param path decoded segments, without an empty one at the end */
    Match match(HttpMethod method, List<String> path) {
        // The network layer leaves the body away, so HEAD costs no handler of its own.
        var wanted = method.equals(HttpMethods.HEAD) ? HttpMethods.GET : method;
        for (var endpoint : endpoints) {
            var places = endpoint.path().match(path);
            if (places.isPresent() && endpoint.method().equals(wanted)) {
                return new Match.Found(endpoint, places.get());
            }
        }
        var allowed = allowed(path);
        return allowed.isEmpty() ? new Match.Nothing() : new Match.OtherMethods(allowed);
    }

    private List<String> allowed(List<String> path) {
        var methods = new TreeSet<String>();
        endpoints.stream()
                .filter(endpoint -> endpoint.path().match(path).isPresent())
                .map(endpoint -> endpoint.method().name())
                .flatMap(name -> name.equals("GET") ? Stream.of(name, "HEAD") : Stream.of(name))
                .forEach(methods::add);
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return List.copyOf(methods);
    }
}
