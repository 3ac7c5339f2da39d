package holm.cluster;

import java.time.Duration;

/** Every limit of the cluster tier that is no setting, and why it is what it is. */
public final class ClusterLimits {
    /** Fixed for ever, because a change needs a stop of the whole tier: ten shards for each of up to five orchestrator nodes. */
    public static final int SHARDS = 50;

    /** A tenth of {@code worker.lost-after}: a loss is seen at most this much too late. */
    public static final Duration TICK = Duration.ofMillis(500);

    /** A tick that is later than four others were late is no measure of anybody's silence. */
    public static final Duration PUNCTUAL = Duration.ofSeconds(2);

    /** After a start: members need up to 5 s to find this node again, and a machine that starts as a whole needs longer. */
    public static final Duration JOIN_TIME = Duration.ofSeconds(15);

    /** architecture.md 5: who falls silent within 10 s falls silent together. */
    public static final Duration MASS_WINDOW = Duration.ofSeconds(10);

    /** A promise that two audits in a row cannot explain is asked about: 30 to 60 s after it was made. */
    public static final Duration AUDIT = Duration.ofSeconds(30);

    /** One commit for so many reservations; more would only make each wait longer. */
    public static final int RESERVED_TOGETHER = 500;

    /** An entity that has to be replayed from a busy database answers within this. */
    public static final Duration ANSWER = Duration.ofSeconds(10);

    /** Longer than {@link #ANSWER}, for which the directory waits in between, and less than the root waits (15 s). */
    public static final Duration REMOVED = Duration.ofSeconds(12);

    /** 100 entities in 50 ms: 10,000 in 5 s, while new work still gets through. */
    public static final int WOKEN_AT_ONCE = 100;

    public static final Duration WAKING_PAUSE = Duration.ofMillis(50);

    /** A peer that says nothing is no worker. */
    public static final Duration HELLO = Duration.ofSeconds(10);

    /** So many ids fit into one frame, whatever the numbers are. */
    public static final int IDS_IN_A_MESSAGE = 1_000;

    /** 100,000 instances under one cluster are a mistake or an attack. */
    public static final int SET_ENTRIES = 100_000;

    /** The root is told what this cluster has at least this often: its heartbeat. */
    public static final Duration CAPACITY = Duration.ofSeconds(2);

    /** And at most this often, when it changes. */
    public static final Duration CAPACITY_CHANGE = Duration.ofMillis(500);

    /** A reservation is granted or refused within milliseconds; this is a slow disk's second and another one. */
    public static final Duration FORGET_PROMISES = Duration.ofSeconds(2);

    /** An entity without work leaves memory after this; long enough that a deployment is not read again half-way. */
    public static final Duration REST = Duration.ofMinutes(2);

    /** As the longest back-off of a restart (architecture.md 5): what no worker could start may be there by then. */
    public static final Duration RETRY_FAILED = Duration.ofMinutes(5);

    /** A free worker is noticed at the latest after this; short, because an instance waits. */
    public static final Duration SEEK_AGAIN = Duration.ofSeconds(3);

    /** A worker that is there and did not answer is reminded: a lost message costs at most this, a third of the promised 15 s. */
    public static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    /** Changes of one table that come this closely go to workers together: less than half of what a change may take (50 ms). */
    public static final Duration ROUTES_TOGETHER = Duration.ofMillis(20);

    /** An instance that has to stop waits no longer than this for workers that still lead to it. */
    public static final Duration WITHDRAWN = Duration.ofSeconds(1);

    /** The owner of the routes answers within {@link #WITHDRAWN}; this is for one that is not there. */
    public static final Duration WITHDRAWN_AT_LAST = Duration.ofSeconds(2);

    /** After a crash of an owner of routes, its interested workers are known again within this. */
    public static final Duration INTEREST_AGAIN = Duration.ofSeconds(30);

    /** A client waits for the answer, and the packets that it sent meanwhile are held. */
    public static final Duration RESOLVE = Duration.ofSeconds(2);

    /** An address that nobody has is asked about again after this: a service that is made now is reached soon. */
    public static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);

    /** Addresses that are asked about, or are known to be nobody's, at the same time: a scan of a subnet costs a megabyte. */
    public static final int QUESTIONS = 10_000;

    /** An IPv6 address has 39 characters, a full name 123. */
    public static final int LONGEST_KEY = 128;

    /** Changes of workers' addresses and places that come this closely go to all others together. */
    public static final Duration PEERS_TOGETHER = Duration.ofMillis(200);

    /** A load that moved by less of what an instance may use is no reason to tell everybody. */
    public static final int LOAD_STEP_PERCENT = 20;

    private ClusterLimits() {}
}
