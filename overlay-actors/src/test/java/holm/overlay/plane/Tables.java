package holm.overlay.plane;

import holm.domain.ServiceId;
import holm.overlay.balance.Destination;
import holm.overlay.balance.Mode;
import holm.overlay.balance.Target;
import java.util.Arrays;
import java.util.List;

/** Service tables for tests, both families in one. */
final class Tables {
    private Tables() {}

    static ServiceId service(int number) {
        return new ServiceId("%024x".formatted(0xab00_0000L + number));
    }

    static String address(int number, boolean v6) {
        return v6 ? "fdff:2000::%x".formatted(number) : "10.30.%d.%d".formatted(number >> 8, number & 0xff);
    }

    /** @param number names the service and its addresses: {@code 10.30.0.n} and {@code fdff:2000::n} */
    static ServiceTable table(int number, long version, Mode mode, Instance... targets) {
        return weighted(number, version, mode, new int[0], targets);
    }

    static ServiceTable weighted(int number, long version, Mode mode, int[] weights, Instance... targets) {
        return new ServiceTable(
                service(number),
                version,
                List.of(
                        destination(number, false, mode, weights, targets),
                        destination(number, true, mode, weights, targets)));
    }

    private static Destination destination(int number, boolean v6, Mode mode, int[] weights, Instance... targets) {
        var all = Arrays.asList(targets);
        return new Destination(
                address(number, v6),
                mode,
                all.stream()
                        .map(target -> new Target(
                                target.address(v6), weights.length == 0 ? 100 : weights[all.indexOf(target)]))
                        .toList());
    }

    /** An address that leads to one. */
    static Destination to(String address, String target) {
        return new Destination(address, Mode.SINGLE, List.of(new Target(target, 1)));
    }
}
