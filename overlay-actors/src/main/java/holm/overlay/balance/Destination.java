package holm.overlay.balance;

import java.util.List;

/**
 * What the data plane installs for one address.
 *
 * @param address canonical IPv4 or IPv6 address of a service or an instance; targets are of the same family
 * @param targets in a fixed order, each at most once; none when nothing runs behind the address: refuse its flows at once
 */
public record Destination(String address, Mode mode, List<Target> targets) {
    public Destination {
        targets = List.copyOf(targets);
        if (mode == Mode.SINGLE && targets.size() > 1) {
            throw new IllegalArgumentException(address + " leads to one target, not to " + targets);
        }
    }
}
