package holm.root.address;

import java.time.Duration;

/** Every limit of the address pools that is no setting, and why it is what it is. */
final class AddressLimits {
    /** Beyond it one journal entry gains nothing any more, and grows beyond what a row should hold. */
    static final int REQUESTS_IN_A_BATCH = 1_000;

    /** A pool that has to be replayed from a busy database answers within this; less than an HTTP request waits. */
    static final Duration ANSWER = Duration.ofSeconds(10);

    /** An allocation that two audits in a row cannot explain is asked about: 30 to 60 s after it was made (architecture.md 4). */
    static final Duration AUDIT = Duration.ofSeconds(30);

    private AddressLimits() {}
}
