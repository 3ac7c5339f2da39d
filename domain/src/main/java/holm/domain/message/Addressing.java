package holm.domain.message;

import holm.domain.ApplicationId;
import holm.domain.address.AddressPair;
import java.util.Map;

/**
 * Under which addresses an instance is reached, as the root gave them out.
 *
 * @param service addresses of its service by the policy's word ({@code rr}, {@code closest}, …)
 * @param instance its own, which survive its moves
 */
public record Addressing(ApplicationId application, Map<String, AddressPair> service, AddressPair instance) {
    public Addressing {
        service = Map.copyOf(service);
    }
}
