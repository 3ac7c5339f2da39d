package holm.domain.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkNeedTest {
    private static final NetworkNeed NAMESPACE = new NetworkNeed.Namespace();
    private static final NetworkNeed TAP = new NetworkNeed.Tap(61_100);

    @Test
    void isMetByItsOwnSortAlone() {
        var namespace = new InstanceNetwork.Namespace("/run/netns/x");
        var tap = new InstanceNetwork.Tap("ht1", "02:00:00:00:00:01", Optional.empty(), Optional.empty(), 1_450);
        assertThat(NAMESPACE.isMetBy(namespace)).isTrue();
        assertThat(NAMESPACE.isMetBy(tap)).isFalse();
        assertThat(TAP.isMetBy(tap)).isTrue();
        assertThat(TAP.isMetBy(namespace)).isFalse();
    }

    @Test
    void isMetByLoopbackWhereNothingElseIsThere() {
        assertThat(NAMESPACE.isMetBy(new InstanceNetwork.None())).isTrue();
        assertThat(TAP.isMetBy(new InstanceNetwork.None())).isTrue();
    }
}
