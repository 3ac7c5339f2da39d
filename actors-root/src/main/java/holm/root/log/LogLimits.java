package holm.root.log;

import java.time.Duration;

/** The limits of reading logs over HTTP, each with its reason. */
final class LogLimits {
    /** As {@link holm.domain.message.LogQuery#tail}. */
    static final int MOST_LINES = 100_000;

    /** What a person without a wish gets: some screens. */
    static final int DEFAULT_LINES = 1_000;

    /** What Oakestra's clients show of a log inside a service's document. */
    static final int LINES_IN_DOCUMENT = 100;

    /** So long may logs delay the document around them, which clients poll; a log that is slower stays out. */
    static final Duration TIME_IN_DOCUMENT = Duration.ofMillis(500);

    /** Each costs a connection from its cluster; a service with more instances is not read log by log. */
    static final int INSTANCES_IN_DOCUMENT = 8;

    /** The first line, or that there is none, comes within a round trip to the worker. */
    static final Duration FIRST_LINE_TIME = Duration.ofSeconds(10);

    private LogLimits() {}
}
