package holm.overlay.kernel;

import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.Policy;

/** What differs between the two families in the grammar of nftables. */
public enum Family {
    V4("4", "ip", "10.30.0.0/16", "ipv4_addr"),
    V6("6", "ip6", "fdff::/16", "ipv6_addr");

    private static final Ipv6Address SERVICES = Ipv6Address.parse("fdff::");
    private static final int SERVICES_LENGTH = 16;

    private final String digit;
    private final String word;
    private final String services;
    private final String type;

    Family(String digit, String word, String services, String type) {
        this.digit = digit;
        this.word = word;
        this.services = services;
        this.type = type;
    }

    public static Family of(String address) {
        return address.contains(":") ? V6 : V4;
    }

    /** End of the names of sets and maps. */
    public String digit() {
        return digit;
    }

    /** Of the protocol in rules. */
    public String word() {
        return word;
    }

    /** The range of service and instance addresses. */
    public String services() {
        return services;
    }

    /** Of a packet, as {@code meta nfproto} has it. */
    public String protocol() {
        return "ipv" + digit;
    }

    /** Of elements. */
    public String type() {
        return type;
    }

    /** @return whether {@code address} is written canonically and is one; only such a text may go into a script */
    public static boolean isCanonical(String address) {
        return Ipv4Address.tryParse(address)
                        .map(Ipv4Address::toString)
                        .filter(address::equals)
                        .isPresent()
                || Ipv6Address.tryParse(address)
                        .map(Ipv6Address::toString)
                        .filter(address::equals)
                        .isPresent();
    }

    /** @return whether services and instances have such addresses */
    public static boolean isService(String address) {
        return Ipv4Address.tryParse(address).filter(Policy::isServiceAddress).isPresent()
                || Ipv6Address.tryParse(address)
                        .filter(v6 -> v6.isIn(SERVICES, SERVICES_LENGTH))
                        .isPresent();
    }
}
