package holm.overlay.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** An answer of an upstream server with 60 addresses has 990 bytes. */
class TruncationTest {
    private FakeUpstream upstream;
    private Server server;

    @BeforeEach
    void open() throws IOException {
        upstream = new FakeUpstream(
                query -> List.of(FakeUpstream.answers(query, 60).toWire()),
                query -> FakeUpstream.answers(query, 60).toWire());
        server = Server.with(upstream);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        upstream.close();
    }

    @Test
    void keepsToThePlainSizeForAClientWithoutEdns() throws IOException {
        var bytes = server.datagram(Server.query("many.example.org.", Type.A).toWire());
        assertThat(bytes).hasSizeLessThanOrEqualTo(512);
        assertThat(new Message(bytes).getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(new Message(bytes).getOPT()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"100, 512, true", "700, 700, true", "1200, 1200, false", "65535, 1232, false"})
    void keepsToTheSizeThatTheClientTakes(int said, int largest, boolean truncated) throws IOException {
        var query = Server.query("many.example.org.", Type.A);
        query.addRecord(new OPTRecord(said, 0, 0), Section.ADDITIONAL);
        var bytes = server.datagram(query.toWire());
        assertThat(bytes).hasSizeLessThanOrEqualTo(largest);
        var answer = new Message(bytes);
        assertThat(answer.getHeader().getFlag(Flags.TC)).isEqualTo(truncated);
        assertThat(answer.getOPT().getPayloadSize()).isEqualTo(DnsLimits.EDNS_UDP_BYTES);
    }

    @Test
    void givesTheWholeAnswerOverTcp() throws IOException {
        var whole = server.ask("many.example.org.", Type.A);
        assertThat(whole.getSection(Section.ANSWER)).hasSize(60);
        assertThat(server.server.counts().queries())
                .as("one over UDP, one over TCP")
                .isEqualTo(2);
    }
}
