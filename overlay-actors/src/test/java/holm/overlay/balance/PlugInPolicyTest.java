package holm.overlay.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.address.Ipv6Address;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy in a jar of its own: the class that CONTRIBUTING.md shows. */
class PlugInPolicyTest {
    private static final Path CONTRIBUTING = Path.of("..", "CONTRIBUTING.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("\\*\\*A balancing policy\\.\\*\\*.*?```java\\n(.*?)```", Pattern.DOTALL);
    private static final int MOST_LINES = 60;

    @TempDir
    Path directory;

    @Test
    void isFoundInItsJarAndHasItsBlock() throws IOException {
        try (var loader = loaderOf(example())) {
            var nearby =
                    BalancingPolicies.found(loader).policies().tryOf("nearby").orElseThrow();
            assertThat(nearby.number()).isEqualTo(10);
            assertThat(nearby.owns(Ipv6Address.parse("fdff:a000::1"))).isTrue();
            assertThat(BalancingPolicies.found().policies().tryOf("nearby")).isEmpty();
        }
    }

    @Test
    void compilesTargets() throws IOException {
        try (var loader = loaderOf(example())) {
            var policies = BalancingPolicies.found(loader);
            var millis = Map.of(Shop.worker(1), 1.0, Shop.worker(2), 4.0, Shop.worker(3), 9.0);
            var from = new Viewpoint(Shop.worker(0), Shop.clusterOf(0), millis::get);
            var endpoints = List.of(Shop.endpoint(1, 1), Shop.endpoint(2, 2), Shop.endpoint(3, 3));
            var targets =
                    ServiceTargets.of(Shop.table(policies.policies(), endpoints), from, policies, ServiceTargets.NONE);
            assertThat(targets.destinations())
                    .contains(new Destination(
                            "fdff:a000::1",
                            Mode.ROUND_ROBIN,
                            List.of(new Target("fc00::1", 1), new Target("fc00::2", 1))));
        }
    }

    @Test
    void mayNotHaveABlockOfHolms() throws IOException {
        try (var loader = loaderOf(example().replace("\"nearby\", 10", "\"nearby\", 2"))) {
            assertThatThrownBy(() -> BalancingPolicies.found(loader))
                    .hasMessageContaining("rr (block 2) and nearby (block 2)");
        }
    }

    @Test
    void isNamedWhenItCannotBeMade() throws IOException {
        try (var loader =
                loaderOf(example().replace("NEAR_MILLIS = 5;", "NEAR_MILLIS = 5;\n    Nearby(int unused) {}"))) {
            assertThatThrownBy(() -> BalancingPolicies.found(loader))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("org.example.nearby.Nearby");
        }
    }

    @Test
    void isShownInUnderSixtyLines() throws IOException {
        assertThat(example().lines().count()).isLessThan(MOST_LINES);
    }

    private static String example() throws IOException {
        var match = EXAMPLE.matcher(Files.readString(CONTRIBUTING));
        assertThat(match.find()).isTrue();
        return match.group(1);
    }

    private URLClassLoader loaderOf(String source) throws IOException {
        var jar = PlugInJar.of(source, directory);
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, BalancingPolicy.class.getClassLoader());
    }
}
