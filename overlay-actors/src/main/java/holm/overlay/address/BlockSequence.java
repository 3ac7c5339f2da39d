package holm.overlay.address;

import holm.domain.address.IpAddress;
import holm.domain.address.Ipv6Address;
import holm.domain.address.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Blocks of /21 of {@code fdff::/16}, one after the other. Oakestra counts in the low 80 bits only, so each block begins with 2^80
 * addresses that are handed out by themselves; the others can be chosen.
 *
 * @param blocks first addresses, one or two
 */
record BlockSequence(List<Ipv6Address> blocks) implements AddressSequence {
    /** The low 80 bits: 16 of the upper half, and the lower half. */
    private static final long COUNTED = 0xffff;

    /** Oakestra goes on in the next block from where the third byte is still the first block's. */
    private static final int GOES_ON = 24;

    BlockSequence {
        blocks = List.copyOf(blocks);
    }

    @Override
    public IpAddress first() {
        return blocks.getFirst();
    }

    @Override
    public Optional<IpAddress> after(IpAddress address) {
        if (!(address instanceof Ipv6Address six)) {
            return Optional.empty();
        }
        if (six.low() != -1) {
            return Optional.of(new Ipv6Address(six.high(), six.low() + 1));
        }
        if ((six.high() & COUNTED) != COUNTED) {
            return Optional.of(new Ipv6Address(six.high() + 1, 0));
        }
        return blocks.size() > 1 && six.isIn(blocks.getFirst(), GOES_ON)
                ? Optional.of(blocks.getLast())
                : Optional.empty();
    }

    @Override
    public boolean contains(IpAddress address) {
        return address instanceof Ipv6Address six
                && blocks.stream().anyMatch(block -> six.isIn(block, Policy.BLOCK_LENGTH));
    }

    @Override
    public boolean comesBy(IpAddress address) {
        return address instanceof Ipv6Address six
                && blocks.stream().anyMatch(block -> (six.high() & ~COUNTED) == block.high());
    }

    @Override
    public String range() {
        return blocks.stream().map(block -> block + "/" + Policy.BLOCK_LENGTH).collect(Collectors.joining(" and "));
    }
}
