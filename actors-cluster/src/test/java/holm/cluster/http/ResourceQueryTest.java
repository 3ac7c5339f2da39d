package holm.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceQueryTest {
    @Test
    void takesAFieldThatIsAskedForTwiceAsOne() {
        assertThat(new ResourceQuery(Map.of("resources", "active,,active")).extra())
                .containsExactlyInAnyOrder("active", "");
    }
}
