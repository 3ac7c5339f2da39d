package holm.wire.link;

import org.apache.pekko.util.ByteString;

/** What carries the frames of one session in order, or loses them. Thread-safe; never blocks. */
public interface Transport {
    /** Sends one frame, or loses it. Does nothing once closed. */
    void send(ByteString frame);

    /** Ends the connection; the other side learns it as far as the connection still works. Does nothing when closed. */
    void close(String reason);
}
