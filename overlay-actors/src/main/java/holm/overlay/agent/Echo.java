package holm.overlay.agent;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The datagram by which workers measure how far they are from each other: 24 bytes, of which the first 8 say what it is. Whatever is
 * not exactly this is none.
 *
 * @param isAnswer whether it comes back
 * @param number which probe it belongs to
 */
record Echo(boolean isAnswer, long number) {
    static final int BYTES = 24;

    /** "HOLMECHO". */
    private static final long MARK = 0x484f_4c4d_4543_484fL;

    static Optional<Echo> read(ByteBuffer datagram) {
        if (datagram.remaining() != BYTES || datagram.getLong() != MARK) {
            return Optional.empty();
        }
        var kind = datagram.getLong();
        return kind == 1 || kind == 2 ? Optional.of(new Echo(kind == 2, datagram.getLong())) : Optional.empty();
    }

    ByteBuffer write() {
        return ByteBuffer.allocate(BYTES)
                .putLong(MARK)
                .putLong(isAnswer ? 2 : 1)
                .putLong(number)
                .flip();
    }
}
