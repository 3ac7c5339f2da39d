package holm.root.http;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names and addresses of this machine. A page from elsewhere can make a browser send requests to any address, but only
 * under the name it was loaded from (DNS rebinding): so names are checked. Thread-safe.
 */
final class OwnNames {
    /** Addresses come and go with networks; listing them takes a fraction of a millisecond. */
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private final Set<String> allowed;
    private final String machine = machineName();
    private volatile Addresses addresses = Addresses.now();

    private record Addresses(Set<InetAddress> list, long readAtNanos) {
        static Addresses now() {
            return new Addresses(ownAddresses(), System.nanoTime());
        }
    }

    OwnNames(Set<String> allowed) {
        this.allowed =
                allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** @param host name or address, as it stands in {@code Host} or {@code Origin}, without the port */
    boolean contains(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return isLoopbackName(name)
                || name.equals(machine)
                || allowed.contains("*")
                || allowed.contains(name)
                || address(name).filter(this::isOwn).isPresent();
    }

    private boolean isOwn(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return true;
        }
        if (System.nanoTime() - addresses.readAtNanos() > FRESH_NANOS) {
            addresses = Addresses.now();
        }
        return addresses.list().contains(address);
    }

    private static boolean isLoopbackName(String name) {
        return name.equals("localhost") || name.endsWith(".localhost"); // RFC 6761, 6.3
    }

    private static Optional<InetAddress> address(String literal) {
        var bare =
                literal.startsWith("[") && literal.endsWith("]") ? literal.substring(1, literal.length() - 1) : literal;
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    private static Set<InetAddress> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(OwnNames::withoutScope)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException unreadable) {
            return Set.of();
        }
    }

    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            return address;
        }
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
