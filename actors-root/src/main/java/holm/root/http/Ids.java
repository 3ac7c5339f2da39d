package holm.root.http;

import holm.domain.HexId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Where new ids come from. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LENGTH = 12;
    private static final int NODE_LENGTH = 5;

    private Ids() {}

    /**
     * Laid out as MongoDB's, which Oakestra's are: seconds since 1970, five random bytes, a counter of three. So lists that go by id
     * show what was made first first: the services of an application as its descriptor has them.
     *
     * @return makes a new id of 24 hexadecimal digits at each call; thread-safe
     */
    public static Supplier<String> inOrder(InstantSource clock) {
        var node = new byte[NODE_LENGTH];
        RANDOM.nextBytes(node);
        var counter = new AtomicInteger();
        return () -> HexId.of(ByteBuffer.allocate(LENGTH)
                .putInt((int) clock.instant().getEpochSecond())
                .put(node)
                .put(lastThree(counter.getAndIncrement()))
                .array());
    }

    private static byte[] lastThree(int count) {
        return new byte[] {(byte) (count >> 16), (byte) (count >> 8), (byte) count};
    }
}
