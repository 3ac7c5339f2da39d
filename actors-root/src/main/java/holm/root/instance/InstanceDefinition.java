package holm.root.instance;

import com.fasterxml.jackson.annotation.JsonCreator;
import holm.domain.ApplicationId;
import holm.domain.address.AddressPair;
import holm.domain.descriptor.ServiceDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * What an instance is; never changes.
 *
 * @param owner name of the account that owns the application
 * @param addresses its own, which survive its moves; none for an instance that is older than addresses
 */
public record InstanceDefinition(
        ApplicationId application, String owner, ServiceDescriptor descriptor, AddressPair addresses) {
    @JsonCreator
    static InstanceDefinition read(
            ApplicationId application, String owner, ServiceDescriptor descriptor, @Nullable AddressPair addresses) {
        return new InstanceDefinition(application, owner, descriptor, addresses == null ? AddressPair.NONE : addresses);
    }
}
