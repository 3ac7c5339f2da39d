package holm.overlay.plane;

import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import java.util.List;

/** The TUN device of the miss path as the kernel sees it. */
final class MissDevice {
    private MissDevice() {}

    static void ensure(PlaneSettings settings) throws NetworkFailure, InterruptedException {
        var name = settings.network().missDevice();
        // No address of its own: it would announce it to nobody.
        Command.run("""
                link set %1$s addrgenmode none mtu %2$d
                link set %1$s up
                """.formatted(name, settings.underlay().overlayMtu()), List.of("ip", "-batch", "-"));
        Ways.acceptReturns(settings.network().sysctls(), name);
    }
}
