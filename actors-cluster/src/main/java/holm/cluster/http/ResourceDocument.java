package holm.cluster.http;

import holm.domain.Candidate;
import holm.domain.Virtualization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A worker as Oakestra's resource abstractor shows a candidate (reference/orchestrator.md 3.6). */
final class ResourceDocument {
    private ResourceDocument() {}

    /** @param extra names of fields beyond the canonical ones */
    static Map<String, Object> of(Candidate worker, Set<String> extra) {
        var document = new LinkedHashMap<String, Object>();
        document.put("_id", worker.id());
        document.put("candidate_name", worker.name());
        document.put("candidate_location", worker.location());
        document.put("ip", worker.address());
        document.put("port", "");
        document.put("active_nodes", worker.live() ? 1 : 0);
        document.put("vcpus", worker.cores().orElse(0));
        document.put("cpu_percent", worker.cpuPercent());
        document.put("memory", Math.max(0, worker.available().memoryMebiBytes()));
        document.put("memory_percent", worker.memoryPercent());
        document.put("vgpus", worker.available().gpus());
        document.put("gpu_percent", 0);
        document.put("gpu_temp", 0);
        document.put("gpu_drivers", List.of());
        document.put("vram", 0);
        document.put("vram_percent", 0);
        document.put(
                "virtualization",
                worker.virtualizations().stream()
                        .map(Virtualization::name)
                        .sorted()
                        .toList());
        document.put("supported_addons", List.of());
        document.put("csi_drivers", List.of());
        document.put("cpu_history", List.of());
        document.put("memory_history", List.of());
        beyond(worker).forEach((name, value) -> {
            if (extra.contains(name)) {
                document.put(name, value);
            }
        });
        return document;
    }

    private static Map<String, Object> beyond(Candidate worker) {
        return Map.of(
                "active", worker.live(),
                "architecture", worker.architectures().stream().sorted().toList(),
                "labels", worker.labels(),
                "available_milli_cpus", worker.available().milliCpus(),
                "capacity_milli_cpus", worker.capacity().milliCpus(),
                "memory_in_mb", worker.capacity().memoryMebiBytes(),
                "storage", worker.available().storageMebiBytes());
    }
}
