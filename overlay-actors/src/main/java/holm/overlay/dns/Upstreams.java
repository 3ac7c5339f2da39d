package holm.overlay.dns;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The servers that answer foreign names, in the order in which they are asked. Read for each query; never blocks for long. */
@FunctionalInterface
public interface Upstreams {
    int PORT = 53;

    /** {@code 10.0.0.1}, {@code 10.0.0.1:5353}, {@code fd00::1}, {@code [fd00::1]:5353}. */
    Pattern SPELLING = Pattern.compile("\\[([^\\]]+)](?::([0-9]{1,5}))?|([0-9.]+):([0-9]{1,5})|([^\\[\\]]+)");

    /** @return at most a few; none: foreign names are refused */
    List<InetSocketAddress> now();

    /** No forwarding at all. */
    static Upstreams none() {
        return List::of;
    }

    /** What the machine itself uses, also after it has moved to another network. */
    static Upstreams ofResolvConf(Path file) {
        return new ResolvConf(file, InstantSource.system());
    }

    /**
     * As somebody configured them.
     *
     * @throws IllegalArgumentException when one is no IP address with or without a port; says which and what would be right
     */
    static Upstreams of(List<String> servers) {
        var addresses = servers.stream()
                .map(Upstreams::parse)
                .limit(DnsLimits.UPSTREAMS)
                .toList();
        return () -> addresses;
    }

    private static InetSocketAddress parse(String server) {
        var parts = SPELLING.matcher(server);
        if (parts.matches()) {
            var host = first(parts.group(1), parts.group(3), parts.group(5)).orElseThrow();
            var port =
                    first(parts.group(2), parts.group(4)).map(Integer::parseInt).orElse(PORT);
            var address = Literals.tryParse(host);
            if (address.isPresent() && port > 0 && port <= 0xffff) {
                return new InetSocketAddress(address.get(), port);
            }
        }
        throw new IllegalArgumentException(
                "not a name server: '%s'; write an IP address, as in 10.0.0.1, 10.0.0.1:5353 or [fd00::1]:53"
                        .formatted(server));
    }

    private static Optional<String> first(@Nullable String... groups) {
        for (var group : groups) {
            if (group != null) {
                return Optional.of(group);
            }
        }
        return Optional.empty();
    }
}
