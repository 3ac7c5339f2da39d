package holm.overlay.address;

import holm.domain.address.IpAddress;
import holm.domain.address.Ipv4Address;
import java.util.Optional;

/** The IPv4 subnets of workers: /26 from {@code 10.18.0.0} to {@code 10.29.255.192}, 12,288 of them. */
record SubnetV4Sequence() implements AddressSequence {
    private static final int SIZE = 64;
    private static final Ipv4Address FIRST = new Ipv4Address(10 << 24 | 18 << 16);
    private static final Ipv4Address LAST = new Ipv4Address((10 << 24 | 30 << 16) - SIZE);

    @Override
    public IpAddress first() {
        return FIRST;
    }

    @Override
    public Optional<IpAddress> after(IpAddress address) {
        return address instanceof Ipv4Address four && four.compareTo(LAST) < 0
                ? Optional.of(new Ipv4Address(four.bits() + SIZE))
                : Optional.empty();
    }

    @Override
    public boolean contains(IpAddress address) {
        return address instanceof Ipv4Address four
                && four.bits() % SIZE == 0
                && four.compareTo(FIRST) >= 0
                && four.compareTo(LAST) <= 0;
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
