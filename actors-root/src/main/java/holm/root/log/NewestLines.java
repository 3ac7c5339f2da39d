package holm.root.log;

import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import holm.root.instance.InstanceView;
import holm.root.service.ServiceView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.javadsl.Sink;

/** The end of each log of a service: Oakestra's clients read logs from inside the service's document. What does not come soon stays out. */
public final class NewestLines implements Function<ServiceView, Map<Integer, String>> {
    private static final LogQuery QUERY =
            new LogQuery(Optional.of(LogLimits.LINES_IN_DOCUMENT), Optional.empty(), false);

    private final InstanceLogs logs;
    private final ClassicActorSystemProvider system;

    public NewestLines(InstanceLogs logs, ClassicActorSystemProvider system) {
        this.logs = logs;
        this.system = system;
    }

    @Override
    public Map<Integer, String> apply(ServiceView service) {
        var reading = new HashMap<Integer, CompletableFuture<String>>();
        service.instances().stream()
                .filter(NewestLines::mayHaveWritten)
                .limit(LogLimits.INSTANCES_IN_DOCUMENT)
                .forEach(instance ->
                        reading.put(instance.number(), read(new InstanceId(service.id(), instance.number()))));
        return reading.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().exceptionally(_ -> "").join()));
    }

    private static boolean mayHaveWritten(InstanceView instance) {
        return instance.cluster().isPresent()
                && instance.whereabouts().isPresent()
                && !instance.status().isWaiting()
                && instance.status() != Status.UNDEPLOYED;
    }

    private CompletableFuture<String> read(InstanceId instance) {
        return logs.read(instance, QUERY)
                .takeWithin(LogLimits.TIME_IN_DOCUMENT)
                .map(LogLine::text)
                .runWith(Sink.seq(), system)
                .thenApply(lines -> String.join("\n", lines))
                .toCompletableFuture();
    }
}
