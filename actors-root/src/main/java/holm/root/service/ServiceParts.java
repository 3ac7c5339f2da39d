package holm.root.service;

import holm.domain.InstanceId;
import holm.persistence.Store;
import holm.root.RootEntities;
import holm.root.address.InstanceAddresses;
import holm.root.address.ServiceAddresses;
import holm.root.instance.InstanceRow;
import holm.root.row.TypedRows;

/** What services need of the rest of the root. */
public record ServiceParts(
        Store store,
        RootEntities entities,
        TypedRows<InstanceRow> instances,
        ServiceAddresses serviceAddresses,
        InstanceAddresses instanceAddresses) {
    boolean hasRow(InstanceId instance) {
        return instances.find(instance.toString()).isPresent();
    }
}
