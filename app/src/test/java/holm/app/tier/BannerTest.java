package holm.app.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BannerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void saysWhatIsInTheWayOfServiceAddressesOnceItIsKnown() throws Exception {
        var remarks = new CompletableFuture<List<String>>();
        remarks.completeOnTimeout(List.of("firewalld is in the way"), 50, TimeUnit.MILLISECONDS);
        assertThat(Banner.network(remarks, PATIENCE)).containsExactly("firewalld is in the way");
        assertThat(Banner.network(CompletableFuture.completedStage(List.of()), PATIENCE))
                .isEmpty();
    }

    @Test
    void doesNotWaitForATunnelThatCannotBeMade() throws Exception {
        assertThat(Banner.network(new CompletableFuture<List<String>>(), Duration.ofMillis(1)))
                .singleElement()
                .asString()
                .contains("the log says why");
    }
}
