package holm.root.cluster;

import holm.domain.Candidate;
import holm.domain.Virtualization;
import java.util.LinkedHashMap;
import java.util.Map;

/** Workers as lists show them, in the words of {@link ClusterJson}. */
final class WorkerJson {
    private WorkerJson() {}

    static Map<String, Object> document(Candidate worker) {
        var document = new LinkedHashMap<String, Object>();
        document.put("_id", worker.id());
        document.put("worker_name", worker.name());
        document.put("active", worker.live());
        document.put("ip", worker.address());
        document.put("location", worker.location());
        document.put("labels", worker.labels());
        document.put(
                "virtualization",
                worker.virtualizations().stream()
                        .map(Virtualization::name)
                        .sorted()
                        .toList());
        document.put("architectures", worker.architectures().stream().sorted().toList());
        document.put("vcpus", worker.cores().orElse(0));
        document.put("cpu_percent", worker.cpuPercent());
        document.put("memory_percent", worker.memoryPercent());
        document.put("memory_in_mb", worker.available().memoryMebiBytes());
        document.put("total_memory_in_mb", worker.capacity().memoryMebiBytes());
        document.put("available_millicpus", worker.available().milliCpus());
        document.put("capacity_millicpus", worker.capacity().milliCpus());
        return document;
    }
}
