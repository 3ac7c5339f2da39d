package holm.root.address;

import holm.domain.ClusterId;
import holm.domain.HexId;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.WorkerId;
import java.util.Optional;

/** Whose an address is, as pools write it. */
public sealed interface AddressOwner {
    /** @param policy the policy's word */
    record OfService(ServiceId service, String policy) implements AddressOwner {
        @Override
        public String toString() {
            return service.value() + SERVICE + policy;
        }
    }

    record OfInstance(InstanceId instance) implements AddressOwner {
        @Override
        public String toString() {
            return instance.toString();
        }
    }

    /** A cluster speaks only for its own workers, so its id is part of it. */
    record OfWorker(ClusterId cluster, WorkerId worker) implements AddressOwner {
        @Override
        public String toString() {
            return cluster.value() + WORKER + worker.value();
        }
    }

    char SERVICE = '/';
    char WORKER = ':';

    /** @return empty for what a later version of Holm wrote */
    static Optional<AddressOwner> tryParse(String text) {
        var slash = text.indexOf(SERVICE);
        if (slash > 0 && HexId.isValid(text.substring(0, slash))) {
            return Optional.of(new OfService(new ServiceId(text.substring(0, slash)), text.substring(slash + 1)));
        }
        var colon = text.indexOf(WORKER);
        if (colon > 0 && HexId.isValid(text.substring(0, colon)) && HexId.isValid(text.substring(colon + 1))) {
            return Optional.of(
                    new OfWorker(new ClusterId(text.substring(0, colon)), new WorkerId(text.substring(colon + 1))));
        }
        return InstanceId.tryParse(text).map(OfInstance::new);
    }
}
