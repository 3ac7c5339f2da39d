package holm.root.cluster;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.Resources;
import holm.domain.Virtualization;
import holm.root.instance.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Clusters as Oakestra's clients read them: {@code _id} is a plain text here and nowhere else, each amount stands under its
 * new and its old name, and whole numbers are whole.
 */
final class ClusterJson {
    /** Where a cluster orchestrator answers its operator; clients try whether they reach it. */
    private static final String STATUS_PORT = "10100";

    private ClusterJson() {}

    static Map<String, Object> document(ClusterView cluster) {
        var candidate = cluster.candidate();
        var document = new LinkedHashMap<String, Object>();
        document.put("_id", cluster.id().value());
        document.put("cluster_name", candidate.name());
        document.put("candidate_name", candidate.name());
        document.put("cluster_location", candidate.location());
        document.put("candidate_location", candidate.location());
        document.put("active", cluster.active());
        document.put("active_nodes", candidate.workers());
        document.put("ip", address(cluster));
        document.put("port", STATUS_PORT);
        document.put("cpu_percent", candidate.cpuPercent());
        document.put("aggregated_cpu_percent", candidate.cpuPercent());
        document.put("memory_percent", candidate.memoryPercent());
        document.put("vcpus", cores(cluster));
        document.put("total_cpu_cores", cores(cluster));
        document.put("memory", candidate.available().memoryMebiBytes());
        document.put("memory_in_mb", candidate.available().memoryMebiBytes());
        document.put("total_memory_in_mb", candidate.capacity().memoryMebiBytes());
        document.put("vgpus", candidate.capacity().gpus());
        document.put("total_gpu_cores", candidate.capacity().gpus());
        document.put("gpu_percent", 0);
        document.put("gpu_temp", 0);
        document.put("vram", 0);
        document.put("vram_percent", 0);
        document.put("gpu_drivers", List.of());
        document.put("csi_drivers", List.of());
        document.put("supported_addons", List.of());
        document.put(
                "virtualization",
                candidate.virtualizations().stream()
                        .map(Virtualization::name)
                        .sorted()
                        .toList());
        document.put(
                "architectures", candidate.architectures().stream().sorted().toList());
        document.put("aggregation_per_architecture", perArchitecture(candidate.largest()));
        document.put("available_millicpus", candidate.available().milliCpus());
        document.put("capacity_millicpus", candidate.capacity().milliCpus());
        document.put("workers", candidate.workerNames());
        document.put("instances", cluster.instances());
        document.put("cpu_history", history(cluster.cpuHistory()));
        document.put("memory_history", history(cluster.memoryHistory()));
        document.put("last_modified_timestamp", cluster.lastHeardMillis() / 1_000.0);
        return document;
    }

    /** Clients put it into URLs, so without the port that the cluster happened to connect from: {@code host:port}, {@code [host]:port}. */
    static String address(ClusterView cluster) {
        var from = cluster.address().isEmpty() ? cluster.candidate().address() : cluster.address();
        if (from.startsWith("[")) {
            return from.substring(1, from.indexOf(']'));
        }
        var colon = from.indexOf(':');
        return colon >= 0 && colon == from.lastIndexOf(':') ? from.substring(0, colon) : from;
    }

    static RefusalException unknown(String id) {
        return new RefusalException(Refusal.of(Refusal.Kind.UNKNOWN, "unknown-resource", "there is no resource " + id));
    }

    private static int cores(ClusterView cluster) {
        return cluster.candidate().cores().orElse(0);
    }

    private static Map<String, Object> perArchitecture(Map<String, Resources> largest) {
        var architectures = new TreeMap<String, Object>();
        largest.forEach((name, free) -> architectures.put(
                name,
                Map.of(
                        "largest_free_millicpus", free.milliCpus(),
                        "largest_free_memory_in_mb", free.memoryMebiBytes(),
                        "memory_in_mb", free.memoryMebiBytes())));
        return architectures;
    }

    private static List<Map<String, Object>> history(List<Sample> samples) {
        return samples.stream()
                .map(sample ->
                        Map.<String, Object>of("value", sample.value(), "timestamp", sample.atMillis() / 1_000.0))
                .toList();
    }
}
