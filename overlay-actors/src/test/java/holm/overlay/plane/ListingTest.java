package holm.overlay.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingTest {
    @Test
    void readsElementsWithTheTimeThatIsLeft() {
        assertThat(Listing.elements("""
                table inet t {
                	set used4 {
                		type ipv4_addr
                		timeout 1m
                		elements = { 10.30.0.7 expires 59s996ms, 10.30.0.8 expires 1m,
                			     fdff::1 timeout 1m expires 5ms }
                	}
                }
                """))
                .isEqualTo(Map.of(
                        "10.30.0.7", Duration.ofMillis(59_996),
                        "10.30.0.8", Duration.ofMinutes(1),
                        "fdff::1", Duration.ofMillis(5)));
        assertThat(Listing.elements("table inet t {\n set known4 {\n type ipv4_addr\n }\n}"))
                .isEmpty();
    }
}
