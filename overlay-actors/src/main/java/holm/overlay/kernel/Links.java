package holm.overlay.kernel;

import holm.overlay.NetworkFailure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Devices and their addresses, by {@code ip}: the JDK's {@code NetworkInterface} leaves out those without address, and reads IPv6 from
 * the network namespace of the process instead of the thread's.
 */
public final class Links {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final long SIOCGIFMTU = 0x8921;
    private static final Pattern ADDRESS = Pattern.compile("\\d+: (\\S+)\\s+inet6? ([^\\s/]+).* scope (\\S+) .*");

    private Links() {}

    /** An address of a device. */
    public record Address(String device, String text, boolean isGlobal) {}

    /** Asks {@code ip} and not {@code /sys}, which shows the devices of the network namespace in which it was mounted. */
    public static boolean exists(String device) throws NetworkFailure, InterruptedException {
        return Command.attempt("", List.of("ip", "-o", "link", "show", "dev", device))
                .succeeded();
    }

    /**
     * Asked of the kernel itself (netdevice(7)), because each instance that starts asks.
     *
     * @return the largest packet of a device in the network namespace of the calling thread, bytes
     * @throws NetworkFailure when there is no such device
     */
    public static int mtu(String device) throws NetworkFailure {
        try (var arena = Arena.ofConfined()) {
            var request = arena.allocate(Libc.INTERFACE_REQUEST, Long.BYTES);
            request.setString(0, device, StandardCharsets.US_ASCII);
            var socket = Libc.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            try {
                Libc.ioctl(socket, SIOCGIFMTU, request);
            } finally {
                Libc.close(socket);
            }
            return request.get(ValueLayout.JAVA_INT, Libc.INTERFACE_NAME);
        } catch (IOException | IndexOutOfBoundsException absent) {
            throw new NetworkFailure("the device %s has no MTU: %s".formatted(device, absent.getMessage()), absent);
        }
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
