package holm.overlay.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The servers of a resolv.conf, read again from time to time. Thread-safe. */
final class ResolvConf implements Upstreams {
    private static final Pattern LINE = Pattern.compile("^nameserver[ \\t]+(\\S+)", Pattern.MULTILINE);

    /** A few lines; a file that is larger is something else. */
    private static final long LARGEST_BYTES = 64 << 10;

    private final Path file;
    private final InstantSource clock;
    private Instant readAt = Instant.MIN;
    private List<InetSocketAddress> servers = List.of();

    ResolvConf(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized List<InetSocketAddress> now() {
        var now = clock.instant();
        if (readAt.isBefore(now.minus(DnsLimits.RESOLV_CONF_AGE))) {
            servers = read().orElse(servers);
            readAt = now;
        }
        return servers;
    }

    /** @return empty while the file is missing, for example because it is being replaced */
    private Optional<List<InetSocketAddress>> read() {
        try {
            return Files.size(file) > LARGEST_BYTES ? Optional.empty() : Optional.of(parse(Files.readString(file)));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    static List<InetSocketAddress> parse(String text) {
        return LINE.matcher(text)
                .results()
                .map(line -> Literals.tryParse(line.group(1)))
                .flatMap(Optional::stream)
                .limit(DnsLimits.UPSTREAMS)
                .map(address -> new InetSocketAddress(address, PORT))
                .toList();
    }
}
