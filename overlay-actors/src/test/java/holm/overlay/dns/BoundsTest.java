package holm.overlay.dns;

import static org.assertj.core.api.Assertions.assertThat;

import holm.overlay.LogBrake;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundsTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("10.18.0.2");
    private static final InetAddress OTHER = InetAddress.ofLiteral("10.18.0.3");

    @Test
    void leavesRoomForOthersWhenOneClientHasItsShare() {
        var slots = new Slots(3, 2);
        assertThat(slots.take(ONE)).isPresent();
        var second = slots.take(ONE).orElseThrow();
        assertThat(slots.take(ONE)).isEmpty();
        assertThat(slots.take(OTHER)).isPresent();
        assertThat(slots.take(OTHER)).as("of three in all").isEmpty();
        second.run();
        assertThat(slots.take(OTHER)).isPresent();
    }

    @Test
    void letsOneLinePassInAWhileAndSaysHowManyWereLeftOut() {
        var nanos = new AtomicLong(-5);
        var brake = new LogBrake(Duration.ofNanos(10), nanos::get);
        assertThat(brake.pass()).hasValue(0);
        assertThat(brake.pass()).isEmpty();
        assertThat(brake.pass()).isEmpty();
        nanos.set(5);
        assertThat(brake.pass()).hasValue(2);
        nanos.set(15);
        assertThat(brake.pass()).hasValue(0);
    }
}
