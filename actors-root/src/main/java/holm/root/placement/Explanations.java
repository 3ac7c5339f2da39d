package holm.root.placement;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.descriptor.ServiceDescriptor;
import holm.scheduling.Placement;
import java.util.Optional;

/** Why an instance is where it is, or nowhere. Thread-safe; never waits. */
public interface Explanations {
    /** @return what was decided last for this instance; empty before the first decision */
    Optional<Placement> of(InstanceId instance);

    /** @return what would be decided for one more instance now; nothing is placed */
    Placement dryRun(ServiceId service, ServiceDescriptor descriptor);
}
