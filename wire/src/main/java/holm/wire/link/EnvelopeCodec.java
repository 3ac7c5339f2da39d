package holm.wire.link;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pekko.util.ByteString;

/** Writes and reads envelopes: a CBOR map of {@code v}ersion, {@code k}ind, {@code s}equence, {@code a}cknowledged, {@code m}essage. */
final class EnvelopeCodec {
    /** Raised only when an older reader must not go on; new fields and kinds do not need it. */
    static final int VERSION = 1;

    private static final CBORFactory CBOR = new CBORFactory();
    /** More than the fields other than the body take. */
    static final int HEADER_BYTES = 64;

    private EnvelopeCodec() {}

    static ByteString write(Envelope envelope) {
        var bytes = new ByteArrayOutputStream(envelope.body().size() + HEADER_BYTES);
        try (var out = CBOR.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("v", VERSION);
            out.writeStringField("k", envelope.kind().letter());
            out.writeNumberField("s", envelope.sequence());
            out.writeNumberField("a", envelope.acknowledged());
            if (!envelope.body().isEmpty()) {
                out.writeBinaryField("m", envelope.body().toArray());
            }
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return ByteString.fromArrayUnsafe(bytes.toByteArray());
    }

    /** @throws IOException when the frame is none of ours, or of a version that this side cannot speak */
    static Envelope read(ByteString frame) throws IOException {
        var version = 0;
        var kind = Envelope.Kind.UNKNOWN;
        var sequence = -1L;
        var acknowledged = -1L;
        var body = ByteString.emptyByteString();
        try (var in = CBOR.createParser(frame.toArrayUnsafe())) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a frame that is not an envelope");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                var name = in.currentName();
                var value = in.nextToken();
                switch (name) {
                    case "v" -> version = in.getIntValue();
                    case "k" -> kind = Envelope.Kind.of(in.getText());
                    case "s" -> sequence = in.getLongValue();
                    case "a" -> acknowledged = in.getLongValue();
                    case "m" -> body = ByteString.fromArrayUnsafe(in.getBinaryValue());
                    default -> {
                        if (value.isStructStart()) {
                            in.skipChildren();
                        }
                    }
                }
            }
        }
        if (version != VERSION) {
            throw new IOException("the peer speaks version %d of the link, this side %d".formatted(version, VERSION));
        }
        if (sequence < 0 || acknowledged < 0) {
            throw new IOException("an envelope without its numbers");
        }
        return new Envelope(kind, sequence, acknowledged, body);
    }
}
