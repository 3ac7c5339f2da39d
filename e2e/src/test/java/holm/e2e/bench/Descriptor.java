package holm.e2e.bench;

import holm.testing.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Descriptors for benchmarks. */
final class Descriptor {
    private Descriptor() {}

    static Map<String, Object> container(String name, String image, List<String> command) {
        var service = small("web", 32);
        service.put("code", image);
        service.put("cmd", command);
        return document(name, List.of(service));
    }

    /** @param port of the worker, for port 80; empty when it answers nobody */
    static Map<String, Object> unikernel(String name, String url, int mebiBytes, String port) {
        var service = Documents.unikernel("web", url);
        service.put("memory", mebiBytes);
        service.put("port", port);
        return document(name, List.of(service));
    }

    /** @param services how many, each simulated */
    static Map<String, Object> simulated(String name, int services) {
        return document(
                name,
                IntStream.range(0, services).mapToObj(Descriptor::simulated).toList());
    }

    private static Map<String, Object> simulated(int number) {
        var service = small("s" + number, 1);
        service.put("virtualization", "simulated");
        service.put("code", "simulated/stays");
        service.put("cmd", List.of());
        return service;
    }

    private static Map<String, Object> small(String name, int mebiBytes) {
        var service = Documents.service(name);
        service.put("vcpus", 0);
        service.put("memory", mebiBytes);
        return service;
    }

    private static Map<String, Object> document(String name, List<Map<String, Object>> services) {
        var application = Documents.application(name);
        application.put("microservices", new ArrayList<>(services));
        var document = Documents.valid();
        document.put("applications", List.of(application));
        return document;
    }
}
