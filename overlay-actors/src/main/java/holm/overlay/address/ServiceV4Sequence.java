package holm.overlay.address;

import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Policy;
import java.util.Optional;

/**
 * 10.30.0.0/16, for services and instances: {@code 10.30.0.0} to {@code 10.30.253.253}. Octets 254 and 255 can be chosen only: Oakestra
 * counts both octets modulo 254 (network.md 1.5).
 */
record ServiceV4Sequence() implements AddressSequence {
    private static final Ipv4Address FIRST = new Ipv4Address(10 << 24 | 30 << 16);
    private static final int OCTET = 0xff;
    private static final int LARGEST_OCTET = 253;

    @Override
    public IpAddress first() {
        return FIRST;
    }

    @Override
    public Optional<IpAddress> after(IpAddress address) {
        if (!(address instanceof Ipv4Address(var bits))) {
            return Optional.empty();
        }
        if ((bits & OCTET) < LARGEST_OCTET) {
            return Optional.of(new Ipv4Address(bits + 1));
        }
        var third = bits >>> Byte.SIZE & OCTET;
        return third < LARGEST_OCTET
                ? Optional.of(new Ipv4Address(FIRST.bits() | (third + 1) << Byte.SIZE))
                : Optional.empty();
    }

    @Override
    public boolean contains(IpAddress address) {
        return address instanceof Ipv4Address four && Policy.isServiceAddress(four);
    }

    @Override
    public boolean comesBy(IpAddress address) {
        return contains(address)
                && address instanceof Ipv4Address(var bits)
                && (bits & OCTET) <= LARGEST_OCTET
                && (bits >>> Byte.SIZE & OCTET) <= LARGEST_OCTET;
    }

    @Override
    public String range() {
        return FIRST + "/16";
    }
}
