package holm.root;

import holm.domain.ClusterId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.overlay.address.PoolId;
import holm.root.address.AddressPoolCommand;
import holm.root.address.AddressPoolEntity;
import holm.root.cluster.ClusterCommand;
import holm.root.cluster.ClusterEntity;
import holm.root.instance.InstanceCommand;
import holm.root.instance.InstanceEntity;
import holm.root.service.ServiceCommand;
import holm.root.service.ServiceEntity;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** Finds the root's entities by their ids; an entity begins to live when it is told something. Thread-safe. */
public final class RootEntities {
    private final ClusterSharding sharding;

    public RootEntities(ClusterSharding sharding) {
        this.sharding = sharding;
    }

    public EntityRef<ServiceCommand> service(ServiceId id) {
        return sharding.entityRefFor(ServiceEntity.TYPE, id.value());
    }

    public EntityRef<InstanceCommand> instance(InstanceId id) {
        return sharding.entityRefFor(InstanceEntity.TYPE, id.toString());
    }

    public EntityRef<AddressPoolCommand> pool(PoolId id) {
        return sharding.entityRefFor(AddressPoolEntity.TYPE, id.value());
    }

    public EntityRef<ClusterCommand> cluster(ClusterId id) {
        return sharding.entityRefFor(ClusterEntity.TYPE, id.value());
    }
}
