package holm.root.http;

import java.time.Duration;

/** The limits of the API, each with its reason. */
public final class ApiLimits {
    /** A descriptor of a thousand services takes about 600 kB. */
    public static final int BODY_BYTES = 1 << 20;

    /** A body that is too large is read up to here and thrown away, so that the client reads our answer and not a reset connection. */
    static final long DRAINED_BYTES = 16L << 20;

    /** Slow enough for a phone's uplink, fast enough that a thousand idle senders do not hold all connections. */
    static final Duration BODY_TIME = Duration.ofSeconds(15);

    /** Oakestra's descriptors nest nine levels deep. */
    static final int NESTING = 64;

    /** A name in a descriptor, an image reference, a whole command: all are shorter. */
    static final int TEXT_CHARACTERS = 200_000;

    /** Numbers in descriptors are small; parsing a number takes time that grows faster than its length. */
    static final int NUMBER_CHARACTERS = 100;

    /** Less than the 20 s after which the network layer gives up on a request by itself. */
    public static final Duration ANSWER_TIME = Duration.ofSeconds(15);

    /** Proxies close streams that are silent for 30 s and more. */
    static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** Streams that one account may follow at a time: a dashboard with many tabs, and far from the 1,024 connections of the port. */
    static final int STREAMS = 64;

    /** How long an answer is kept for a client that asks again: longer than an outage that a client waits for. */
    public static final Duration IDEMPOTENCY_KEPT = Duration.ofHours(24);

    /** A UUID has 36; room for a client's own scheme. */
    static final int IDEMPOTENCY_KEY_CHARACTERS = 200;

    private ApiLimits() {}
}
