package holm.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One valid application document as a JSON tree of mutable maps and lists; a test changes one field of it. */
public final class Documents {
    private Documents() {}

    /** A document with one application ({@code shop.test}) that has one service ({@code web.test}). */
    public static Map<String, Object> valid() {
        var document = new LinkedHashMap<String, Object>();
        document.put("sla_version", "v2.0");
        document.put("customerID", "Admin");
        document.put("applications", list(application("shop", service("web"))));
        return document;
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    public static Map<String, Object> application(String name, Map<String, Object>... services) {
        var application = new LinkedHashMap<String, Object>();
        application.put("applicationID", "");
        application.put("application_name", name);
        application.put("application_namespace", "test");
        application.put("application_desc", "a test");
        application.put("microservices", list((Object[]) services));
        return application;
    }

    public static Map<String, Object> service(String name) {
        var service = new LinkedHashMap<String, Object>();
        service.put("microserviceID", "");
        service.put("microservice_name", name);
        service.put("microservice_namespace", "test");
        service.put("virtualization", "container");
        service.put("cmd", list("sh", "-c", "sleep 5"));
        service.put("memory", 100);
        service.put("vcpus", 1);
        service.put("code", "docker.io/library/busybox:latest");
        service.put("port", "");
        return service;
    }

    /** A unikernel for amd64 machines. */
    public static Map<String, Object> unikernel(String name, String url) {
        var service = service(name);
        service.put("virtualization", "unikernel");
        service.put("code", url);
        service.put("arch", list("amd64"));
        service.put("cmd", list());
        return service;
    }

    /** A mutable list. */
    public static List<Object> list(Object... entries) {
        return new ArrayList<>(List.of(entries));
    }

    /** A mutable object from names and values in turn. */
    public static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
