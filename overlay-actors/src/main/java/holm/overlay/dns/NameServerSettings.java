package holm.overlay.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Where a name server listens and whom it asks.
 *
 * @param listen addresses of this machine: the bridge's, of each family it has
 * @param port 0–65535; 0 takes any free one for each address
 * @param upstreamPatience for each of at most three attempts
 * @param inquiryPatience how long the cluster may take
 */
public record NameServerSettings(
        List<InetAddress> listen, int port, Upstreams upstreams, Duration upstreamPatience, Duration inquiryPatience) {
    /** Where resolvers expect it; no resolv.conf can say otherwise. */
    public static final int PORT = 53;

    public NameServerSettings {
        listen = List.copyOf(listen);
    }

    /** With the bounds that suit the resolvers of containers, which give up after 5 s. */
    public static NameServerSettings of(List<InetAddress> listen, Upstreams upstreams) {
        return new NameServerSettings(listen, PORT, upstreams, DnsLimits.UPSTREAM_PATIENCE, DnsLimits.INQUIRY_PATIENCE);
    }
}
