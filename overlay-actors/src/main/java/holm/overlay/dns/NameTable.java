package holm.overlay.dns;

import holm.domain.descriptor.ServiceName;
import holm.domain.route.RouteTable;
import java.util.List;
import java.util.Optional;

/**
 * What a worker knows of names without asking anybody. Called by many threads at once, for every query: answers from memory
 * and never blocks. The case of letters does not count; {@link KnownNames} is one.
 */
public interface NameTable {
    /**
     * @param asker whose account's services are meant; empty for the machine itself, for which it is the one that was heard of last
     */
    Optional<RouteTable> byName(ServiceName name, Optional<Asker> asker);

    /**
     * @param labels the last one to three labels of a service's name: {@code [app, app ns]}
     * @param asker as above
     * @return whether the name of a known service ends so
     */
    boolean isParent(List<String> labels, Optional<Asker> asker);

    /** @return the service or instance that has this address, in canonical spelling */
    Optional<AddressName> byAddress(String address);

    /** @return the service whose instance asks from this namespace address, in canonical spelling */
    Optional<Asker> askerAt(String client);

    /** @return whether this is the word of a balancing policy; policies of plug-ins have words, too */
    boolean isPolicy(String word);
}
