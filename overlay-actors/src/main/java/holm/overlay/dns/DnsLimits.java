package holm.overlay.dns;

import java.time.Duration;

/** Every bound of the name server. */
final class DnsLimits {
    /**
     * How long a name may be remembered. An address rests for 60 s after its service went, so by the time somebody else has
     * it nobody remembers the name any more; and asking again costs a packet over the bridge.
     */
    static final Duration TTL = Duration.ofSeconds(10);

    /** How long it may be remembered that there is no such name: who waits for a service to appear should see it soon. */
    static final Duration NEGATIVE_TTL = Duration.ofSeconds(2);

    /** Without EDNS (RFC 1035 4.2.1). */
    static final int PLAIN_UDP_BYTES = 512;

    /** With EDNS: larger answers might be fragmented on some path, so they go over TCP (dnsflagday.net/2020, RFC 9715). */
    static final int EDNS_UDP_BYTES = 1_232;

    /** TCP's length is two bytes. */
    static final int TCP_BYTES = 65_535;

    /** A question with its options has 300 bytes at most; what is larger is no question. */
    static final int QUERY_BYTES = 4_096;

    /** Queries at work at once. More than all that may wait for others, so that local names always find room. */
    static final int QUERIES = 1_024;

    /** One instance must not take the room of the others; a busy one has some dozens under way. */
    static final int QUERIES_PER_CLIENT = 256;

    /** Queries that wait for upstream servers at once: one socket and one virtual thread each. */
    static final int FORWARDS = 256;

    static final int FORWARDS_PER_CLIENT = 64;

    /** Different names about which the cluster is asked at once. */
    static final int INQUIRIES = 128;

    static final int CONNECTIONS = 64;
    static final int CONNECTIONS_PER_CLIENT = 8;

    /** How long a connection may take for its next question (RFC 7766 6.2.3 asks for seconds). */
    static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(10);

    /** Questions to upstream servers before giving up. Times the patience: just under the 5 s after which a client asks again. */
    static final int UPSTREAM_ATTEMPTS = 3;

    static final Duration UPSTREAM_PATIENCE = Duration.ofMillis(1_500);

    /** A cluster answers in milliseconds; one that is away must not hold a client longer than its own patience. */
    static final Duration INQUIRY_PATIENCE = Duration.ofSeconds(2);

    /** As many as a resolver reads from resolv.conf (MAXNS in resolv.h). */
    static final int UPSTREAMS = 3;

    /** How often it is looked whether resolv.conf is another: devices move between networks. */
    static final Duration RESOLV_CONF_AGE = Duration.ofSeconds(5);

    /** One line in the log for each kind of trouble; the next says how many were left out. */
    static final Duration LOG_PAUSE = Duration.ofMinutes(1);

    /** When the machine is out of files or memory, the listeners try again after this. */
    static final Duration TROUBLE_PAUSE = Duration.ofMillis(50);

    private DnsLimits() {}
}
