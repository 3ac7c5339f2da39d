package holm.wire.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.wire.http.Json;
import java.io.IOException;
import org.apache.pekko.util.ByteString;

/**
 * Messages as CBOR with explicit names. Fields that a reader does not know are ignored.
 *
 * @param <I> what comes in
 * @param <O> what goes out
 */
public final class LinkCodec<I, O> {
    private static final ObjectMapper CBOR = Json.configure(new ObjectMapper(new CBORFactory()));

    private final Class<I> incoming;
    private final Class<O> outgoing;

    private LinkCodec(Class<I> incoming, Class<O> outgoing) {
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /** For the upper end of a link: root towards a cluster, cluster towards a worker. */
    public static LinkCodec<Upward, Downward> upper() {
        return new LinkCodec<>(Upward.class, Downward.class);
    }

    /** For the lower end of a link: worker towards its cluster, cluster towards the root. */
    public static LinkCodec<Downward, Upward> lower() {
        return new LinkCodec<>(Downward.class, Upward.class);
    }

    /** What became of the body of a message. */
    sealed interface Decoded<I> {
        record Known<I>(I message) implements Decoded<I> {}

        /** A type of a newer version. */
        record Unknown<I>(String type) implements Decoded<I> {}

        /** A known type with a content that makes no sense. */
        record Malformed<I>(String reason) implements Decoded<I> {}
    }

    /** @return the body of an envelope */
    ByteString encode(O message) {
        try {
            return ByteString.fromArrayUnsafe(CBOR.writerFor(outgoing).writeValueAsBytes(message));
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("cannot be written: " + message, impossible);
        }
    }

    Decoded<I> decode(ByteString body) {
        try {
            return new Decoded.Known<>(CBOR.readerFor(incoming).<I>readValue(body.toArrayUnsafe()));
        } catch (InvalidTypeIdException newer) {
            return newer.getTypeId() == null
                    ? new Decoded.Malformed<>("a message without its type")
                    : new Decoded.Unknown<>(newer.getTypeId());
        } catch (IOException malformed) {
            return new Decoded.Malformed<>(String.valueOf(malformed.getMessage()));
        }
    }
}
