package holm.overlay.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamsTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, 53",
        "10.0.0.1:5353, 10.0.0.1, 5353",
        "fd00::1, fd00::1, 53",
        "[fd00::1], fd00::1, 53",
        "[fd00::1]:5353, fd00::1, 5353"
    })
    void readsAServerWithAndWithoutItsPort(String text, String address, int port) {
        assertThat(Upstreams.of(List.of(text)).now())
                .containsExactly(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dns.example.org",
                "10.0.0.1:0",
                "10.0.0.1:70000",
                "10.0.0.1:x",
                "10.0.0.1:",
                "[fd00::1",
                "10.0.0.256"
            })
    void refusesWhatIsNoServerAndSaysWhatWouldBe(String text) {
        assertThatThrownBy(() -> Upstreams.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("10.0.0.1:5353");
    }

    @Test
    void readsThreeServersOfAResolvConfAsResolversDo() {
        var text = """
                # nameserver 9.9.9.9
                search lan
                nameserver 10.0.0.1
                nameserver\tfe80::1%1
                nameserver dns.example.org
                nameserver 10.0.0.3 # the third
                nameserver 10.0.0.4
                """;
        assertThat(ResolvConf.parse(text))
                .extracting(server -> Literals.text(server.getAddress()))
                .containsExactly("10.0.0.1", "fe80::1", "10.0.0.3");
    }

    @Test
    void followsAResolvConfThatChanges(@TempDir Path directory) throws Exception {
        var file = directory.resolve("resolv.conf");
        var now = new AtomicReference<>(Instant.EPOCH);
        InstantSource clock = now::get;
        var upstreams = new ResolvConf(file, clock);
        assertThat(upstreams.now()).isEmpty();

        Files.writeString(file, "nameserver 10.0.0.1\n");
        now.updateAndGet(instant -> instant.plusSeconds(6));
        assertThat(upstreams.now()).hasSize(1);

        Files.delete(file);
        now.updateAndGet(instant -> instant.plusSeconds(6));
        assertThat(upstreams.now()).as("while the file is being replaced").hasSize(1);
    }
}
