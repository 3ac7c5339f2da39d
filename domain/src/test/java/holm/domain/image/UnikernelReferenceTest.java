package holm.domain.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnikernelReferenceTest {
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "https://example.org/web.tar.gz, https://example.org/web.tar.gz",
        "HTTP://[::1]:8080/a%2Cb?x=1, HTTP://[::1]:8080/a%2Cb?x=1",
        "file:///images/../other/web.tar.gz, file:/other/web.tar.gz",
        "file:/images/a%20b.tar.gz, file:/images/a%20b.tar.gz",
    })
    void spellsThePlaceOut(String written, String full) throws NoImage {
        assertThat(UnikernelReference.parse(written)).hasToString(full);
    }

    @Test
    void takesTheDigestOffTheUrl() throws NoImage {
        var reference = UnikernelReference.parse(
                "https://example.org/web.tar.gz#sha256=" + DIGEST.toUpperCase(java.util.Locale.ROOT));

        assertThat(reference.place()).hasToString("https://example.org/web.tar.gz");
        assertThat(reference.sha256()).contains(DIGEST);
    }

    @Test
    void readsOneForEachArchitecture() throws NoImage {
        assertThat(UnikernelReference.all("http://a/x,file:///y#sha256=" + DIGEST))
                .extracting(UnikernelReference::toString)
                .containsExactly("http://a/x", "file:/y#sha256=" + DIGEST);
    }

    @Test
    void saysWhichOneOfSeveralIsWrong() {
        assertThatThrownBy(() -> UnikernelReference.all("http://a/x,b"))
                .isInstanceOf(NoImage.class)
                .hasMessage("b names no unikernel: it is no http, https or file URL");
    }
}
