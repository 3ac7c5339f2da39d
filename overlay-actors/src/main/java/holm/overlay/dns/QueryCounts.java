package holm.overlay.dns;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many queries there were, and what became of them: each is counted once in {@code queries} and, when it is done, once in
 * one of the others. For metrics; read by any thread.
 */
public final class QueryCounts {
    private final LongAdder queries = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** What became of a query. */
    enum Outcome {
        ANSWERED,
        FORWARDED,
        FAILED,
        REFUSED,
        DROPPED
    }

    void query() {
        queries.increment();
    }

    void done(Outcome outcome) {
        var count = switch (outcome) {
            case ANSWERED -> answered;
            case FORWARDED -> forwarded;
            case FAILED -> failed;
            case REFUSED -> refused;
            case DROPPED -> dropped;
        };
        count.increment();
    }

    /** All that came in. */
    public long queries() {
        return queries.sum();
    }

    /** Answered by this server itself, also that there is no such name. */
    public long answered() {
        return answered.sum();
    }

    /** Answered by an upstream server. */
    public long forwarded() {
        return forwarded.sum();
    }

    /** Answered with SERVFAIL: neither cluster nor upstream server said anything in time, or too many waited already. */
    public long failed() {
        return failed.sum();
    }

    /** Answered with what was wrong about the query itself: FORMERR, NOTIMP, REFUSED, BADVERS. */
    public long refused() {
        return refused.sum();
    }

    /** Not answered at all: no query, or too many at once. */
    public long dropped() {
        return dropped.sum();
    }
}
