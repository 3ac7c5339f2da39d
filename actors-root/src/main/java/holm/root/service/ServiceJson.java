package holm.root.service;

import holm.domain.ClusterId;
import holm.domain.message.Whereabouts;
import holm.root.http.ClientId;
import holm.root.instance.InstanceView;
import holm.root.instance.Sample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Services and instances as Oakestra's clients read them. Its Go client knows the type of each field and gives up at the first
 * that is another one: percentages and byte counts are texts, numbers are whole.
 */
final class ServiceJson {
    /** What Oakestra's workers listen on; its clients only show it. */
    private static final int HOST_PORT = 50_011;

    private static final long MEBI = 1L << 20;

    private ServiceJson() {}

    /** @param logs the newest lines of an instance, by its number; empty text where they are not asked for */
    static Map<String, @Nullable Object> document(ServiceView service, IntFunction<String> logs) {
        var name = service.descriptor().name();
        var id = service.id().value();
        var reservedBytes = service.descriptor().need().memoryMebiBytes() * MEBI;
        var document = new LinkedHashMap<String, @Nullable Object>(service.source());
        document.put("_id", ClientId.of(id));
        document.put("microserviceID", id);
        document.put("applicationID", service.application().value());
        document.put("job_name", name.toString());
        document.put("app_name", name.application());
        document.put("application_name", name.application());
        document.put("app_ns", name.applicationNamespace());
        document.put("application_namespace", name.applicationNamespace());
        document.put("service_name", name.service());
        document.put("microservice_name", name.service());
        document.put("service_ns", name.serviceNamespace());
        document.put("microservice_namespace", name.serviceNamespace());
        document.put("virtualization", service.descriptor().virtualization().name());
        document.put("image", service.descriptor().code());
        var addresses = AddressJson.chosen(service.addresses());
        document.put("addresses", addresses);
        document.put("RR_ip", addresses.get("rr_ip"));
        document.put("RR_ip_v6", addresses.get("rr_ip_v6"));
        document.put("service_ip_list", AddressJson.serviceIps(service.addresses()));
        document.put("next_instance_progressive_number", service.nextNumber());
        // Oakestra's clients read no status as "never deployed".
        document.remove("status");
        document.remove("status_detail");
        service.status().ifPresent(status -> {
            document.put("status", status.word());
            document.put("status_detail", service.detail().message());
        });
        document.put(
                "instance_list",
                service.instances().stream()
                        .map(instance -> instance(instance, reservedBytes, logs.apply(instance.number())))
                        .toList());
        return document;
    }

    private static Map<String, @Nullable Object> instance(InstanceView instance, long reservedBytes, String logs) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        var address = instance.whereabouts().map(Whereabouts::workerAddress).orElse("");
        document.put("instance_number", instance.number());
        document.put("status", instance.status().word());
        document.put("status_detail", instance.detail().message());
        document.put("fence", instance.fence().toString());
        document.put("cluster_id", instance.cluster().map(ClusterId::value).orElse(""));
        document.put("cluster_name", instance.clusterName());
        document.put("cluster_location", instance.clusterLocation());
        document.put(
                "worker_id", instance.whereabouts().map(Whereabouts::workerId).orElse(""));
        document.put(
                "worker_name",
                instance.whereabouts().map(Whereabouts::workerName).orElse(""));
        document.put("publicip", address);
        document.put("host_ip", address);
        document.put("host_port", HOST_PORT);
        AddressJson.addTo(document, instance);
        document.put(
                "namespace_ips",
                instance.whereabouts().map(Whereabouts::namespaceAddresses).orElse(List.of()));
        document.put(
                "cpu_percent",
                instance.usage().map(usage -> decimal(usage.cpuPercent())).orElse("0.000000"));
        document.put("memory_percent", memoryPercent(instance, reservedBytes));
        document.put(
                "memory_bytes",
                instance.usage().map(usage -> usage.memoryBytes()).orElse(0L));
        document.put(
                "disk",
                instance.usage().map(usage -> Long.toString(usage.diskBytes())).orElse("0"));
        document.put("logs", logs);
        document.put("cpu_history", history(instance.cpuHistory()));
        document.put("memory_history", history(instance.memoryHistory()));
        document.put("last_modified_timestamp", instance.lastModifiedMillis() / 1_000.0);
        instance.detail().exitCode().ifPresent(code -> document.put("exit_code", code));
        instance.detail().signal().ifPresent(signal -> document.put("exit_signal", signal));
        if (instance.detail().outOfMemory()) {
            document.put("out_of_memory", true);
        }
        return document;
    }

    /** Of what is reserved for it, which is what its cgroup grants. */
    private static String memoryPercent(InstanceView instance, long reservedBytes) {
        return decimal(instance.usage()
                .map(usage -> 100.0 * usage.memoryBytes() / reservedBytes)
                .orElse(0.0));
    }

    private static List<Map<String, String>> history(List<Sample> samples) {
        return samples.stream()
                .map(sample -> Map.of(
                        "value", decimal(sample.value()),
                        "timestamp", Instant.ofEpochMilli(sample.atMillis()).toString()))
                .toList();
    }

    /** As C's {@code %f}, which Oakestra's workers use. */
    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
