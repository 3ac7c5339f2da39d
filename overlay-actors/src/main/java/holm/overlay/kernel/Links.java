package holm.overlay.kernel;

import holm.overlay.NetworkFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Devices and their addresses, by {@code ip}: the JDK's {@code NetworkInterface} leaves out those without address, and reads IPv6 from
 * the network namespace of the process instead of the thread's.
 */
public final class Links {
    private static final Pattern MTU = Pattern.compile(" mtu (\\d+) ");
    private static final Pattern ADDRESS = Pattern.compile("\\d+: (\\S+)\\s+inet6? ([^\\s/]+).* scope (\\S+) .*");

    private Links() {}

    /** An address of a device. */
    public record Address(String device, String text, boolean isGlobal) {}

    /** @throws NetworkFailure when there is no such device */
    public static int mtu(String device) throws NetworkFailure, InterruptedException {
        var shown = Command.run("", List.of("ip", "-o", "link", "show", "dev", device));
        var mtu = MTU.matcher(shown);
        if (!mtu.find()) {
            throw new NetworkFailure("the device %s has no MTU".formatted(device), false);
        }
        return Integer.parseInt(mtu.group(1));
    }

    /** Asks the kernel: /sys may show the devices of another network namespace (see mount_namespaces(7), sysfs(5)). */
    public static boolean exists(String device) throws NetworkFailure, InterruptedException {
        return Command.attempt("", List.of("ip", "link", "show", "dev", device)).succeeded();
    }

    /** @return all addresses, those of IPv4 first */
    public static List<Address> addresses() throws NetworkFailure, InterruptedException {
        var found = new ArrayList<Address>();
        for (var family : List.of("-4", "-6")) {
            for (var line : Command.run("", List.of("ip", family, "-o", "addr", "show"))
                    .lines()
                    .toList()) {
                var address = ADDRESS.matcher(line);
                if (address.matches()) {
                    found.add(new Address(
                            address.group(1), address.group(2), address.group(3).equals("global")));
                }
            }
        }
        return found;
    }
}
