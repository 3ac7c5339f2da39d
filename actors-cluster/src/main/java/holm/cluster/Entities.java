package holm.cluster;

import holm.cluster.instance.InstanceCommand;
import holm.cluster.instance.InstanceRow;
import holm.cluster.routes.ServiceRoutesCommand;
import holm.cluster.routes.ServiceRoutesEntity;
import holm.cluster.worker.WorkerCommand;
import holm.cluster.worker.WorkerRow;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Where the sharded entities of this tier are found. Thread-safe. */
public record Entities(ClusterSharding sharding) {
    public static final EntityTypeKey<InstanceCommand> INSTANCE =
            EntityTypeKey.create(InstanceCommand.class, InstanceRow.KIND);
    public static final EntityTypeKey<WorkerCommand> WORKER = EntityTypeKey.create(WorkerCommand.class, WorkerRow.KIND);

    public static final EntityTypeKey<ServiceRoutesCommand> ROUTES =
            EntityTypeKey.create(ServiceRoutesCommand.class, ServiceRoutesEntity.KIND);

    public EntityRef<ServiceRoutesCommand> routes(ServiceId id) {
        return sharding.entityRefFor(ROUTES, id.value());
    }

    public EntityRef<InstanceCommand> instance(InstanceId id) {
        return sharding.entityRefFor(INSTANCE, id.toString());
    }

    public EntityRef<WorkerCommand> worker(WorkerId id) {
        return sharding.entityRefFor(WORKER, id.value());
    }
}
