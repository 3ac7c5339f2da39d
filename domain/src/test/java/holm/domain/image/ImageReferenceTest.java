package holm.domain.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io/library/nginx:latest",
        "nginx:1.27-alpine, docker.io/library/nginx:1.27-alpine",
        "user/app, docker.io/user/app:latest",
        "docker.io/nginx, docker.io/library/nginx:latest",
        "index.docker.io/library/nginx, docker.io/library/nginx:latest",
        "docker.io/library/nginx:latest, docker.io/library/nginx:latest",
        "ghcr.io/oakestra/oakestra/root:alpha, ghcr.io/oakestra/oakestra/root:alpha",
        "localhost/app, localhost/app:latest",
        "localhost:5000/app:1, localhost:5000/app:1",
        "127.0.0.1:5000/a/b/c, 127.0.0.1:5000/a/b/c:latest",
        "[::1]:5000/app, '[::1]:5000/app:latest'",
        "REGISTRY.example.org/app, REGISTRY.example.org/app:latest",
    })
    void spellsANameOut(String written, String full) throws NoImage {
        assertThat(ImageReference.parse(written, "docker.io").full()).isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "nginx:1.27", "docker.io/library/nginx"})
    void prefersTheDigest(String name) throws NoImage {
        assertThat(ImageReference.parse(name + "@" + DIGEST, "docker.io").full())
                .isEqualTo("docker.io/library/nginx@" + DIGEST);
    }

    @ParameterizedTest
    @CsvSource({"app, registry.example.org:5000/app:latest", "team/app:2, registry.example.org:5000/team/app:2"})
    void looksForShortNamesWhereItIsTold(String written, String full) throws NoImage {
        assertThat(ImageReference.parse(written, "registry.example.org:5000").full())
                .isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Nginx",
                "nginx latest",
                "nginx:",
                "nginx:a b",
                "nginx@sha256:abc",
                "nginx@md5:abc",
                "nginx:1;rm",
                "-nginx",
                "a//b",
                "/nginx",
                "../nginx",
                "host:port/app",
                "https://docker.io/nginx",
                "nginx\n",
                "docker.io/",
                "a__b___c"
            })
    void refusesWhatIsNoName(String written) {
        assertThatThrownBy(() -> ImageReference.parse(written, "docker.io"))
                .isInstanceOf(NoImage.class)
                .hasMessageContaining("is not the name of an image");
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 10_000})
    void refusesANameThatIsTooLong(int length) {
        assertThatThrownBy(() -> ImageReference.parse("a".repeat(length), "docker.io"))
                .isInstanceOf(NoImage.class)
                .hasMessageContaining("longer");
    }
}
