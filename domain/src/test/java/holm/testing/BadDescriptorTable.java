package holm.testing;

import static holm.testing.Documents.list;
import static holm.testing.Documents.object;

import holm.testing.BadDescriptors.BadDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Collects bad descriptors: each is a valid one with a change. */
class BadDescriptorTable {
    private static final String APPLICATION = "applications[0]";
    private static final String SERVICE = APPLICATION + ".microservices[0]";

    private final List<BadDescriptor> all = new ArrayList<>();

    final List<BadDescriptor> all() {
        return List.copyOf(all);
    }

    final void document(String name, String field, Consumer<Map<String, Object>> mutation) {
        var document = Documents.valid();
        mutation.accept(document);
        all.add(new BadDescriptor(name, document, field));
    }

    final void application(String name, String field, Consumer<Map<String, Object>> mutation) {
        var application = Documents.application("shop", Documents.service("web"));
        mutation.accept(application);
        document(name, APPLICATION + "." + field, document -> document.put("applications", list(application)));
    }

    final void missing(String field) {
        var service = Documents.service("web");
        service.remove(field);
        serviceDocument("no " + field, field, service);
    }

    final void service(String name, String field, Object value) {
        service(name, field, field, value);
    }

    final void service(String name, String path, String field, Object value) {
        var service = Documents.service("web");
        service.put(field, value);
        serviceDocument(name, path, service);
    }

    final void two(String name, String path, String first, Object firstValue, String second, Object secondValue) {
        var service = Documents.service("web");
        service.put(first, firstValue);
        service.put(second, secondValue);
        serviceDocument(name, path, service);
    }

    final void address(String name, String key, Object value) {
        service(name, "addresses." + key, "addresses", object(key, value));
    }

    final void constraint(String name, String field, Map<String, Object> constraint) {
        service("a constraint " + name, "constraints[0]." + field, "constraints", list(new HashMap<>(constraint)));
    }

    final void serviceDocument(String name, String path, Map<String, Object> service) {
        application(name, "", application -> application.put("microservices", list(service)));
        var last = all.removeLast();
        all.add(new BadDescriptor(name, last.document(), SERVICE + "." + path));
    }
}
