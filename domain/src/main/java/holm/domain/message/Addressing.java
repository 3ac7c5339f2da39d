package holm.domain.message;

import holm.domain.ApplicationId;
import holm.domain.address.AddressPair;
import java.util.Map;
import java.util.Optional;

/**
 * Under which addresses an instance is reached, as the root gave them out.
 *
 * @param service addresses of its service by the policy's word ({@code rr}, {@code closest}, …)
 * @param instance its own, which survive its moves
 * @param account name of the account that owns the application; empty where an older root said it
 */
public record Addressing(
        ApplicationId application, Map<String, AddressPair> service, AddressPair instance, Optional<String> account) {
    public Addressing {
        service = Map.copyOf(service);
    }
}
