package holm.overlay.address;

import holm.domain.address.IpAddress;
import holm.domain.address.Ipv6Address;
import java.util.Optional;

/** The IPv6 subnets of workers: /120 from {@code fc00::} to {@code fdfd:ffff:…:ff00}; {@code fdfe} is reserved, {@code fdff} is for services. */
record SubnetV6Sequence() implements AddressSequence {
    private static final int SIZE = 256;
    private static final Ipv6Address FIRST = new Ipv6Address(0xfc00_0000_0000_0000L, 0);
    private static final Ipv6Address LAST = new Ipv6Address(0xfdfd_ffff_ffff_ffffL, -SIZE);

    @Override
    public IpAddress first() {
        return FIRST;
    }

    @Override
    public Optional<IpAddress> after(IpAddress address) {
        if (!(address instanceof Ipv6Address six) || six.compareTo(LAST) >= 0) {
            return Optional.empty();
        }
        var low = six.low() + SIZE;
        return Optional.of(new Ipv6Address(low == 0 ? six.high() + 1 : six.high(), low));
    }

    @Override
    public boolean contains(IpAddress address) {
        return address instanceof Ipv6Address six
                && six.low() % SIZE == 0
                && six.compareTo(FIRST) >= 0
                && six.compareTo(LAST) <= 0;
    }

    @Override
    public boolean comesBy(IpAddress address) {
        return contains(address);
    }

    @Override
    public String range() {
        return FIRST + "–" + LAST;
    }
}
