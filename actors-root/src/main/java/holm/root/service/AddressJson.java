package holm.root.service;

import holm.domain.ClusterId;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.root.instance.InstanceView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Addresses as Oakestra's clients read them. */
final class AddressJson {
    /** Oakestra's words of the two policies that it has; others are called as in a descriptor. */
    private static final Map<String, String> TYPES = Map.of("rr", "RR", "closest", "Closest");

    private static final String V4 = "_ip";
    private static final String V6 = "_ip_v6";

    private AddressJson() {}

    /** @return what could stand in a descriptor: {@code rr_ip}, {@code rr_ip_v6}, {@code closest_ip_v6}, … */
    static Map<String, Object> chosen(Map<String, AddressPair> addresses) {
        var document = new LinkedHashMap<String, Object>();
        new TreeMap<>(addresses).forEach((word, pair) -> {
            pair.v4().ifPresent(four -> document.put(word + V4, four.toString()));
            pair.v6().ifPresent(six -> document.put(word + V6, six.toString()));
        });
        return document;
    }

    /** @return one entry for each policy; what there is not is null */
    static List<Map<String, @Nullable Object>> serviceIps(Map<String, AddressPair> addresses) {
        return new TreeMap<>(addresses)
                .entrySet().stream()
                        .map(entry -> serviceIp(
                                TYPES.getOrDefault(entry.getKey(), entry.getKey()),
                                entry.getValue().v4(),
                                entry.getValue().v6()))
                        .toList();
    }

    static Map<String, @Nullable Object> serviceIp(String type, Optional<Ipv4Address> four, Optional<Ipv6Address> six) {
        var entry = new LinkedHashMap<String, @Nullable Object>();
        entry.put("IpType", type);
        entry.put("Address", text(four));
        entry.put("Address_v6", text(six));
        return entry;
    }

    static void addTo(Map<String, @Nullable Object> document, InstanceView instance) {
        document.put("instance_ip", text(instance.addresses().v4()));
        document.put("instance_ip_v6", text(instance.addresses().v6()));
    }

    /** {@code GET /api/service/{service}/addresses}. */
    static Map<String, @Nullable Object> overview(ServiceView service) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service", service.id().value());
        document.put("job_name", service.descriptor().name().toString());
        document.put("addresses", chosen(service.addresses()));
        document.put("service_ip_list", serviceIps(service.addresses()));
        document.put("instance_list", instances(service));
        return document;
    }

    /** Oakestra's public network information (network.md 2.1). */
    static Map<String, @Nullable Object> netinfo(ServiceView service) {
        var name = service.descriptor().name();
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("_id", service.id().value());
        document.put("service_job_id", service.id().value());
        document.put("system_job_id", service.id().value());
        document.put("applicationID", service.application().value());
        document.put("app_ns", name.applicationNamespace());
        document.put("app_name", name.application());
        document.put("service_ns", name.serviceNamespace());
        document.put("service_name", name.service());
        document.put("service_ip_list", serviceIps(service.addresses()));
        document.put("instance_list", instances(service));
        return document;
    }

    /** What Oakestra answers about a service that it does not know. */
    static Map<String, @Nullable Object> noNetinfo() {
        return Map.of("service_ip_list", List.of(), "instance_list", List.of());
    }

    private static List<Map<String, @Nullable Object>> instances(ServiceView service) {
        return service.instances().stream()
                .map(instance -> {
                    var document = new LinkedHashMap<String, @Nullable Object>();
                    document.put("instance_number", instance.number());
                    document.put(
                            "cluster_id",
                            instance.cluster().map(ClusterId::value).orElse(""));
                    addTo(document, instance);
                    return (Map<String, @Nullable Object>) document;
                })
                .toList();
    }

    private static @Nullable String text(Optional<?> address) {
        return address.map(Object::toString).orElse(null);
    }
}
