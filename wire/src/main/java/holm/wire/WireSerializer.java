package holm.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import holm.domain.message.LogLine;
import holm.wire.http.Json;
import holm.wire.link.ArteryMessage;
import holm.wire.log.LogMessage;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.util.ByteString;

/** What Holm sends over Artery, under names that stay when classes move. Made by Pekko (reference.conf). */
public final class WireSerializer extends SerializerWithStringManifest {
    /** Any number above those that Pekko keeps for itself (0–40); it travels, so it never changes. */
    private static final int IDENTIFIER = 4_807;

    private static final ObjectMapper CBOR = Json.configure(new ObjectMapper(new CBORFactory()));

    private final ActorRefResolver refs;

    /** A message about an actor: a text beside its reference. */
    private record Pointer(String text, String ref) {}

    private record Lines(List<LogLine> lines) {}

    private record Reason(Optional<String> text) {}

    public WireSerializer(ExtendedActorSystem system) {
        this.refs = ActorRefResolver.get(Adapter.toTyped(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return switch (message) {
            case ArteryMessage.Connect _ -> "connect";
            case ArteryMessage.Connected _ -> "connected";
            case ArteryMessage.Frame _ -> "frame";
            case ArteryMessage.Disconnect _ -> "disconnect";
            case ArteryMessage.LogOffered _ -> "log-offered";
            case LogMessage.Pull _ -> "log-pull";
            case LogMessage.Cancel _ -> "log-cancel";
            case LogMessage.Chunk _ -> "log-chunk";
            case LogMessage.End _ -> "log-end";
            default -> throw new IllegalArgumentException("not a message of the wire: " + message.getClass());
        };
    }

    @Override
    public byte[] toBinary(Object message) {
        return switch (message) {
            case ArteryMessage.Connect(var agent, var endpoint) -> write(new Pointer(agent, text(endpoint)));
            case ArteryMessage.Connected(var endpoint) -> write(new Pointer("", text(endpoint)));
            case ArteryMessage.Frame(var bytes) -> bytes.toArray();
            case ArteryMessage.Disconnect(var reason) -> reason.getBytes(StandardCharsets.UTF_8);
            case ArteryMessage.LogOffered(var request, var source) -> write(new Pointer(request, text(source)));
            case LogMessage.Pull(var reader) -> write(new Pointer("", text(reader)));
            case LogMessage.Cancel() -> new byte[0];
            case LogMessage.Chunk(var lines) -> write(new Lines(lines));
            case LogMessage.End(var failure) -> write(new Reason(failure));
            default -> throw new IllegalArgumentException("not a message of the wire: " + message.getClass());
        };
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            return switch (manifest) {
                case "connect" -> {
                    var pointer = CBOR.readValue(bytes, Pointer.class);
                    yield new ArteryMessage.Connect(pointer.text(), refs.resolveActorRef(pointer.ref()));
                }
                case "connected" ->
                    new ArteryMessage.Connected(refs.resolveActorRef(
                            CBOR.readValue(bytes, Pointer.class).ref()));
                case "frame" -> new ArteryMessage.Frame(ByteString.fromArray(bytes));
                case "disconnect" -> new ArteryMessage.Disconnect(new String(bytes, StandardCharsets.UTF_8));
                case "log-offered" -> {
                    var pointer = CBOR.readValue(bytes, Pointer.class);
                    yield new ArteryMessage.LogOffered(pointer.text(), refs.resolveActorRef(pointer.ref()));
                }
                case "log-pull" ->
                    new LogMessage.Pull(refs.resolveActorRef(
                            CBOR.readValue(bytes, Pointer.class).ref()));
                case "log-cancel" -> new LogMessage.Cancel();
                case "log-chunk" ->
                    new LogMessage.Chunk(CBOR.readValue(bytes, Lines.class).lines());
                case "log-end" ->
                    new LogMessage.End(CBOR.readValue(bytes, Reason.class).text());
                default -> throw new NotSerializableException("a message of a newer version: " + manifest);
            };
        } catch (NotSerializableException unknown) {
            throw unknown;
        } catch (IOException malformed) {
            throw new NotSerializableException("%s: %s".formatted(manifest, malformed.getMessage()));
        }
    }

    private String text(ActorRef<?> ref) {
        return refs.toSerializationFormat(ref);
    }

    private static byte[] write(Object content) {
        try {
            return CBOR.writeValueAsBytes(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
