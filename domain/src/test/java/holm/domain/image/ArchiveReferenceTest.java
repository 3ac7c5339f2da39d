package holm.domain.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveReferenceTest {
    @ParameterizedTest
    @CsvSource({
        "docker-archive:/images/web.tar, docker-archive:/images/web.tar",
        "oci-archive:/images/../other/web.tar, oci-archive:/other/web.tar",
        "oci-archive:file:///images/a%20b.tar, 'oci-archive:/images/a b.tar'",
        "docker-archive:https://images.example.org/web.tar.gz, docker-archive:https://images.example.org/web.tar.gz",
        "docker-archive:HTTP://[::1]:8080/web.tar, docker-archive:HTTP://[::1]:8080/web.tar",
    })
    void spellsThePlaceOut(String written, String full) throws NoImage {
        assertThat(ArchiveReference.parse(written)).hasToString("Optional[" + full + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker-archive:",
                "docker-archive:web.tar",
                "oci-archive:./web.tar",
                "oci-archive:ftp://images.example.org/web.tar",
                "oci-archive:file:web.tar",
                "docker-archive:http:///web.tar",
                "docker-archive:https://a b/web.tar",
                "docker-archive:/a\0b"
            })
    void refusesWhatNobodyCouldOpen(String written) {
        assertThatThrownBy(() -> ArchiveReference.parse(written))
                .isInstanceOf(NoImage.class)
                .hasMessageContaining("names no archive");
    }

    @Test
    void leavesNamesOfImagesAlone() throws NoImage {
        assertThat(ArchiveReference.parse("docker.io/library/nginx")).isEmpty();
    }
}
