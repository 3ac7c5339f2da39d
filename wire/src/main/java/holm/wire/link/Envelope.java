package holm.wire.link;

import org.apache.pekko.util.ByteString;

/**
 * What every frame of a link holds.
 *
 * @param sequence of a message: its number in the session, from 1; of the other kinds: the number of the last message that was sent
 * @param acknowledged the number of the last message that this side received
 * @param body of a message, as its codec wrote it; otherwise empty
 */
public record Envelope(Kind kind, long sequence, long acknowledged, ByteString body) {
    /** What an envelope is for. The letters travel. */
    public enum Kind {
        MESSAGE("m"),
        ACKNOWLEDGEMENT("a"),
        PING("p"),
        /** Of a newer version; nothing is done with it. */
        UNKNOWN("?");

        private final String letter;

        Kind(String letter) {
            this.letter = letter;
        }

        String letter() {
            return letter;
        }

        static Kind of(String letter) {
            for (var kind : values()) {
                if (kind.letter.equals(letter)) {
                    return kind;
                }
            }
            return UNKNOWN;
        }
    }
}
