package holm.root.log;

import holm.domain.ClusterId;
import holm.domain.HexId;
import holm.domain.InstanceId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.message.Downward;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import holm.root.cluster.LiveClusters;
import holm.root.instance.InstanceRow;
import holm.root.row.TypedRows;
import holm.wire.log.LogDesk;
import holm.wire.log.LogUnavailable;
import java.security.SecureRandom;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.pf.PFBuilder;
import org.apache.pekko.stream.javadsl.Source;

/** Asks the instance's cluster to open a connection of its own for its log, and reads from that. */
public final class ClusterLogs implements InstanceLogs {
    private static final int REQUEST_BYTES = 12;

    private final TypedRows<InstanceRow> instances;
    private final LiveClusters clusters;
    private final LogDesk desk;
    private final SecureRandom random = new SecureRandom();

    public ClusterLogs(TypedRows<InstanceRow> instances, LiveClusters clusters, LogDesk desk) {
        this.instances = instances;
        this.clusters = clusters;
        this.desk = desk;
    }

    @Override
    public Source<LogLine, NotUsed> read(InstanceId instance, LogQuery query) {
        var row = instances.find(instance.toString());
        if (row.isEmpty()) {
            return refused(Refusal.of(
                    Refusal.Kind.UNKNOWN,
                    "unknown-instance",
                    "there is no instance " + instance.number() + " of this service"));
        }
        var cluster = row.get().cluster();
        return cluster.isEmpty() || row.get().standing().fence().placement() == 0
                ? refused(Refusal.of(
                        Refusal.Kind.UNAVAILABLE,
                        "no-log-yet",
                        "the instance was not started anywhere yet: "
                                + row.get().standing().status()))
                : Source.lazySource(() -> open(cluster.get(), instance, query))
                        .mapMaterializedValue(_ -> NotUsed.getInstance());
    }

    private Source<LogLine, NotUsed> open(ClusterId cluster, InstanceId instance, LogQuery query) {
        var bytes = new byte[REQUEST_BYTES];
        random.nextBytes(bytes);
        var request = HexId.of(bytes);
        var lines = desk.expect(request);
        if (!clusters.tell(cluster, new Downward.OpenLog(request, instance, query))) {
            desk.refused(request, "its cluster is not connected");
        }
        return lines.mapError(new PFBuilder<Throwable, Throwable>()
                .match(LogUnavailable.class, gone -> new RefusalException(unavailable(gone)))
                .build());
    }

    private static Refusal unavailable(LogUnavailable gone) {
        return Refusal.of(
                Refusal.Kind.UNAVAILABLE,
                "log-unavailable",
                Optional.ofNullable(gone.getMessage()).orElse("the log cannot be read"));
    }

    private static Source<LogLine, NotUsed> refused(Refusal refusal) {
        return Source.failed(new RefusalException(refusal));
    }
}
