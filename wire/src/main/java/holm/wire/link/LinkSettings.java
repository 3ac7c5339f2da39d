package holm.wire.link;

import java.time.Duration;

/**
 * Limits of a link. Both sides have the same.
 *
 * @param ping how often a side says that it is there
 * @param deadAfter how long a side may be silent
 * @param window how many messages may be on their way without an acknowledgement
 * @param acknowledgeEvery after how many messages a side that sends nothing acknowledges; well below {@code window}
 * @param pendingMessages how many messages may wait for the window
 * @param pendingBytes how large these may be together
 * @param frameBytes how large one frame may be
 */
public record LinkSettings(
        Duration ping,
        Duration deadAfter,
        int window,
        int acknowledgeEvery,
        int pendingMessages,
        long pendingBytes,
        int frameBytes) {
    /** Three pings fit into the silence: one lost second of a busy machine ends no session. */
    private static final Duration PING = Duration.ofSeconds(5);

    private static final Duration DEAD_AFTER = Duration.ofSeconds(15);

    /** 256 messages of 1 KiB fill a path of 20 Mbit/s and 100 ms. */
    private static final int WINDOW = 256;

    private static final int ACKNOWLEDGE_EVERY = 64;

    /** All the reports of 30,000 instances that start at once. */
    private static final int PENDING_MESSAGES = 100_000;

    /** What a device of 512 MiB can give to one slow peer. */
    private static final long PENDING_BYTES = 32L << 20;

    /** Artery drops frames over 256 KiB; some room is left for its own headers. */
    public static final int FRAME_BYTES = 200 << 10;

    public static final LinkSettings DEFAULT =
            new LinkSettings(PING, DEAD_AFTER, WINDOW, ACKNOWLEDGE_EVERY, PENDING_MESSAGES, PENDING_BYTES, FRAME_BYTES);
}
