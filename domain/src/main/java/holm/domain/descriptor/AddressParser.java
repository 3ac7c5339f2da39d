package holm.domain.descriptor;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.Policies;
import holm.domain.address.Policy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code addresses}: the service IPs that a person chose. One for each document, because no two services share one. */
final class AddressParser {
    private static final String FIELD = "addresses";
    private static final String V4 = "_ip";
    private static final String V6 = "_ip_v6";

    private final Policies policies;

    /** Where each address was first seen, by its canonical text. */
    private final Map<String, String> seenAt = new HashMap<>();

    AddressParser(Policies policies) {
        this.policies = policies;
    }

    /** @return canonical addresses by canonical key ({@code rr_ip}, {@code closest_ip_v6}) */
    Map<String, String> parse(Fields service) {
        if (!service.has(FIELD)) {
            return Map.of();
        }
        return Fields.of(service.pathOf(FIELD), service.raw(FIELD), service.findings())
                .filter(addresses -> isNotTooMany(service, addresses))
                .map(this::parseAll)
                .orElse(Map.of());
    }

    private static boolean isNotTooMany(Fields service, Fields addresses) {
        var count = addresses.values().size();
        if (count > DescriptorLimits.ADDRESSES) {
            service.wrong(
                    FIELD,
                    "has " + count + " entries",
                    "one for each policy and family, so at most " + DescriptorLimits.ADDRESSES);
        }
        return count <= DescriptorLimits.ADDRESSES;
    }

    private Map<String, String> parseAll(Fields addresses) {
        var chosen = new LinkedHashMap<String, String>();
        for (var name : addresses.values().keySet()) {
            if (name instanceof String key && (key.endsWith(V4) || key.endsWith(V6))) {
                parseOne(addresses, key, chosen);
            }
        }
        addresses.objects("instances", DescriptorLimits.LIST_ENTRIES).forEach(AddressParser::checkInstance);
        return chosen;
    }

    private void parseOne(Fields addresses, String key, Map<String, String> chosen) {
        var suffix = key.endsWith(V6) ? V6 : V4;
        var policy = policies.tryOf(key.substring(0, key.length() - suffix.length()));
        if (policy.isEmpty()) {
            addresses.wrong(key, "names no balancing policy", "the policies are " + policies.allWords());
            return;
        }
        var value = addresses.raw(key);
        if (value == null) {
            return; // Oakestra's own clients write null for "choose one for me"
        }
        var address = suffix.equals(V6) ? ipv6(addresses, key, policy.get()) : ipv4(addresses, key);
        address.ifPresent(text -> claim(addresses, key, policy.get().word() + suffix, text, chosen));
    }

    private void claim(Fields addresses, String key, String canonicalKey, String address, Map<String, String> chosen) {
        var other = seenAt.putIfAbsent(address, addresses.pathOf(key));
        if (other != null) {
            addresses.wrong(
                    key, address + " is also chosen at " + other, "every service and policy has an address of its own");
        } else if (chosen.putIfAbsent(canonicalKey, address) != null) {
            addresses.wrong(key, "is a second address for " + canonicalKey, "choose one");
        }
    }

    private static Optional<String> ipv4(Fields addresses, String key) {
        var address = literal(addresses, key).flatMap(Ipv4Address::tryParse).filter(Policy::isServiceAddress);
        if (address.isEmpty()) {
            addresses.wrong(
                    key,
                    "is " + Fields.shown(addresses.raw(key)),
                    "write an address of 10.30.0.0/16, for example 10.30.55.55, or leave the field out");
        }
        return address.map(Ipv4Address::toString);
    }

    private static Optional<String> ipv6(Fields addresses, String key, Policy policy) {
        var address = literal(addresses, key).flatMap(Ipv6Address::tryParse).filter(policy::owns);
        if (address.isEmpty()) {
            addresses.wrong(
                    key,
                    "is " + Fields.shown(addresses.raw(key)),
                    "write an address of %s/%d, for example %s55:55, or leave the field out"
                            .formatted(policy.block(), Policy.BLOCK_LENGTH, policy.block()));
        }
        return address.map(Ipv6Address::toString);
    }

    private static Optional<String> literal(Fields addresses, String key) {
        return addresses.raw(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** @return whether some instance's address is asked for */
    static boolean asksForInstances(Fields service) {
        return service.raw(FIELD) instanceof Map<?, ?> addresses
                && addresses.get("instances") instanceof List<?> instances
                && !instances.isEmpty();
    }

    private static void checkInstance(Fields instance) {
        for (var name : List.of("from", "to", "start")) {
            instance.text(name, DescriptorLimits.TEXT_CHARACTERS);
        }
    }
}
