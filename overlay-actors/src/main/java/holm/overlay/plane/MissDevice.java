package holm.overlay.plane;

import holm.overlay.NetworkFailure;
import holm.overlay.kernel.Command;
import holm.overlay.kernel.Sysctls;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The TUN device of the miss path as the kernel sees it. */
final class MissDevice {
    private static final Pattern ADDRESS = Pattern.compile("inet (\\S+) ");

    private MissDevice() {}

    static void ensure(PlaneSettings settings) throws NetworkFailure, InterruptedException {
        var name = settings.network().missDevice();
        var batch = new StringBuilder("""
                link set %1$s addrgenmode none mtu %2$d
                link set %1$s up
                """.formatted(name, settings.underlay().overlayMtu()));
        var shown = Command.run("", List.of("ip", "-4", "-o", "addr", "show", "dev", name));
        var bridge = settings.network().addresses().bridgeV4().map(v4 -> v4 + "/32");
        // Without an address the device may bring nothing where rp_filter is on, loose or not (fib_validate_source).
        ADDRESS.matcher(shown)
                .results()
                .map(found -> found.group(1))
                .filter(other -> !bridge.equals(Optional.of(other)))
                .forEach(other -> batch.append("addr del %s dev %s\n".formatted(other, name)));
        bridge.ifPresent(address -> batch.append("addr replace %s dev %s\n".formatted(address, name)));
        Command.run(batch.toString(), List.of("ip", "-batch", "-"));
        acceptReturns(settings.network().sysctls(), name);
    }

    /** Lets the device bring packets of this host's own addresses: those that are put back (kernel doc ip-sysctl). */
    private static void acceptReturns(Sysctls sysctls, String device) throws NetworkFailure {
        sysctls.set("net/ipv4/conf/%s/accept_local".formatted(device), "1");
        // Loose also where all devices are strict: the larger one counts.
        sysctls.set("net/ipv4/conf/%s/rp_filter".formatted(device), "2");
    }
}
