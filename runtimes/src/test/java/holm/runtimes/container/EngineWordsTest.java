package holm.runtimes.container;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.image.ImageReference;
import holm.domain.image.NoImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words are those that Podman 4.3, runc 1.1 and crun 1.8 said when they were asked. */
class EngineWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "initializing source docker://r/a:1: reading manifest 1 in r/a: manifest unknown: manifest unknown | has no image | false",
                "initializing source docker://r/a:1: reading manifest 1 in r/a: unauthorized: authentication required | no credentials | false",
                "initializing source docker://r/a:1: reading manifest: denied: requested access to the resource is denied | no credentials | false",
                "pinging container registry r: Get \"https://r/v2/\": http: server gave HTTP response to HTTPS client | plain HTTP | false",
                "pinging container registry r: Get \"https://r/v2/\": dial tcp 127.0.0.1:1: connect: connection refused | cannot be reached | true",
                "pinging container registry r: Get \"https://r/v2/\": dial tcp: lookup r: no such host | cannot be reached | true",
                "pinging container registry r: Get \"https://r/v2/\": net/http: TLS handshake timeout | cannot be reached | true",
                "pinging container registry r: Get \"https://r/v2/\": x509: certificate signed by unknown authority | certificate | false",
                "something else happened | could not be fetched: something else | true",
            })
    void saysWhyAnImageCouldNotBeFetched(String said, String sentence, boolean isTransient) throws NoImage {
        var failure = EngineWords.ofFetch(ImageReference.parse("r.example.org/a:1", "docker.io"), said);

        assertThat(failure).hasMessageContaining("r.example.org").hasMessageContaining(sentence);
        assertThat(failure.isTransient()).isEqualTo(isTransient);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runc create failed: unable to start container process: exec: \"/x\": stat /x: no such file or directory: OCI runtime attempted to invoke a command that was not found | \"/x\" does not exist in the image | false",
                "crun: executable file `x` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found | \"/x\" does not exist in the image | false",
                "runc create failed: unable to start container process: exec: \"/x\": permission denied: OCI permission denied | \"/x\" is not executable | false",
                "error setting rlimit type 6: operation not permitted: OCI permission denied | cannot be started: error setting rlimit | true",
                "no space left on device | no space left on device | true",
            })
    void saysWhyAContainerCouldNotBeStarted(String said, String sentence, boolean isTransient) {
        var failure = EngineWords.ofStart(
                "image",
                List.of("/x"),
                "Status 500: {\"cause\":\"c\",\"message\":%s,\"response\":500}".formatted(quoted(said)));

        assertThat(failure).hasMessageContaining(sentence);
        assertThat(failure.isTransient()).isEqualTo(isTransient);
    }

    @Test
    void keepsASentenceOnOneLineAndShort() {
        var failure = EngineWords.ofStart("image", List.of(), "a\u0007\n".repeat(1_000));

        assertThat(failure.getMessage()).hasSizeLessThan(400).doesNotContain("\n", "\u0007");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }
}
