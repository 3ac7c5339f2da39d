package holm.wire.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import holm.domain.Candidate;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Status;
import holm.domain.StatusDetail;
import holm.domain.Virtualization;
import holm.domain.WorkerKind;
import holm.domain.message.Downward;
import holm.domain.message.LogQuery;
import holm.domain.message.Report;
import holm.domain.message.Upward;
import holm.domain.message.Wanted;
import holm.domain.message.Whereabouts;
import holm.wire.link.LinkCodec.Decoded;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkCodecTest {
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("0123456789abcdef01234567"), 3);
    private static final Fence FENCE = new Fence(1, 2, 3);

    static List<Upward> upward() {
        var self = new Candidate(
                "0123456789abcdef01234567",
                "edge-1",
                true,
                1,
                new Resources(20_000, 4_096, 10_000, 0),
                new Resources(20_000, 4_096, 10_000, 0),
                Map.of("amd64", new Resources(1, 2, 3, 4)),
                Set.of(Virtualization.CONTAINER),
                Set.of("amd64"),
                Map.of("rack", "7"),
                "",
                "10.0.0.1",
                12.5,
                50,
                List.of("edge-1"),
                Optional.of(2),
                List.of(new WorkerKind(
                        Set.of(Virtualization.CONTAINER), Set.of("amd64"), new Resources(20_000, 4_096, 10_000, 0))));
        var where = new Whereabouts(
                "0123456789abcdef01234567", "edge-1", "10.0.0.1", List.of("10.18.0.2", "fc00::2"), Optional.of(7L));
        var detail = new StatusDetail("ended", Optional.of(1), Optional.empty(), true);
        return List.of(
                new Upward.Hello(Optional.empty(), Optional.of("0123456789abcdef01234567"), 0, self),
                new Upward.Reported(new Report(INSTANCE, FENCE, Status.RUNNING, detail, Optional.of(where))),
                new Upward.Want(List.of(INSTANCE)),
                new Upward.Stopped(INSTANCE, FENCE));
    }

    @ParameterizedTest
    @MethodSource("upward")
    void readsWhatItWrote(Upward message) {
        var body = LinkCodec.lower().encode(message);
        assertThat(LinkCodec.upper().decode(body)).isEqualTo(new Decoded.Known<>(message));
    }

    @Test
    void readsWhatComesDown() {
        for (var message : List.of(
                new Downward.WantedPage(1, List.of(new Wanted(INSTANCE, FENCE))),
                new Downward.OpenLog(
                        "0123456789abcdef01234567", INSTANCE, new LogQuery(Optional.of(10), Optional.empty(), true)))) {
            assertThat(LinkCodec.lower().decode(LinkCodec.upper().encode(message)))
                    .isEqualTo(new Decoded.Known<>(message));
        }
    }

    @Test
    void ignoresFieldsOfANewerVersion() throws IOException {
        var body = CBOR.writeValueAsBytes(
                Map.of("is", "stopped", "instance", INSTANCE.toString(), "fence", "1-2-3", "mood", List.of("good")));
        assertThat(LinkCodec.upper().decode(ByteString.fromArray(body)))
                .isEqualTo(new Decoded.Known<>(new Upward.Stopped(INSTANCE, FENCE)));
    }

    @Test
    void namesATypeOfANewerVersion() throws IOException {
        var body = CBOR.writeValueAsBytes(Map.of("is", "teleported", "instance", INSTANCE.toString()));
        assertThat(LinkCodec.upper().decode(ByteString.fromArray(body))).isEqualTo(new Decoded.Unknown<>("teleported"));
    }

    @Test
    void survivesNonsense() throws IOException {
        var wrongFence =
                CBOR.writeValueAsBytes(Map.of("is", "stopped", "instance", INSTANCE.toString(), "fence", "soon"));
        assertThat(LinkCodec.upper().decode(ByteString.fromArray(wrongFence))).isInstanceOf(Decoded.Malformed.class);
        assertThat(LinkCodec.upper().decode(ByteString.fromArray(new byte[] {1, 2, 3})))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(LinkCodec.upper().decode(ByteString.emptyByteString())).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void readsTheEnvelopeItWrote() throws IOException {
        var envelope = new Envelope(Envelope.Kind.MESSAGE, 7, 5, ByteString.fromString("body"));
        assertThat(EnvelopeCodec.read(EnvelopeCodec.write(envelope))).isEqualTo(envelope);
    }

    @Test
    void readsAnEnvelopeWithMoreInIt() throws IOException {
        var frame =
                CBOR.writeValueAsBytes(Map.of("v", 1, "k", "z", "s", 1, "a", 0, "trace", Map.of("id", List.of(1, 2))));
        assertThat(EnvelopeCodec.read(ByteString.fromArray(frame)).kind()).isEqualTo(Envelope.Kind.UNKNOWN);
    }

    @Test
    void refusesAnotherVersionOfTheLink() throws IOException {
        var frame = ByteString.fromArray(CBOR.writeValueAsBytes(Map.of("v", 2, "k", "p", "s", 0, "a", 0)));
        assertThatThrownBy(() -> EnvelopeCodec.read(frame)).hasMessageContaining("version 2");
    }

    @Test
    void refusesWhatIsNoEnvelope() {
        assertThatThrownBy(() -> EnvelopeCodec.read(ByteString.fromString("GET / HTTP/1.1")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> EnvelopeCodec.read(ByteString.emptyByteString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void cutsLongSetsIntoPagesThatFit() {
        var entries = java.util.stream.IntStream.range(0, 10_000)
                .mapToObj(i -> new Wanted(new InstanceId(INSTANCE.service(), i), FENCE))
                .toList();
        var pages = Pages.of(entries);
        assertThat(pages.stream().flatMap(List::stream).toList()).isEqualTo(entries);
        assertThat(pages)
                .allSatisfy(page -> assertThat(LinkCodec.upper()
                                .encode(new Downward.WantedPage(Long.MAX_VALUE, page))
                                .size())
                        .isLessThan(LinkSettings.FRAME_BYTES));
        assertThat(pages).hasSizeLessThan(10);
        assertThat(Pages.of(List.of())).isEmpty();
    }
}
