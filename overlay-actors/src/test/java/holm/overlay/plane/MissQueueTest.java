package holm.overlay.plane;

import static holm.overlay.plane.MissQueue.Answer.ASK;
import static holm.overlay.plane.MissQueue.Answer.DROP;
import static holm.overlay.plane.MissQueue.Answer.HOLD;
import static holm.overlay.plane.MissQueue.Answer.REFUSE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissQueueTest {
    private static final String ONE = "10.30.0.1";
    private final MissQueue queue = new MissQueue();
    private final IpPacket packet = Packets.udp4("10.18.0.2", ONE);

    @Test
    void asksOnceForAnAddressAndHoldsWhatComesAfter() {
        assertThat(queue.arrive(ONE, packet, 0)).isEqualTo(ASK);
        assertThat(queue.arrive(ONE, packet, 0)).isEqualTo(HOLD);
        assertThat(queue.take(ONE)).hasSize(2);
        assertThat(queue.held()).isZero();
        assertThat(queue.arrive(ONE, packet, 0)).isEqualTo(ASK);
    }

    @Test
    void remembersForAShortWhileThatNobodyHasAnAddress() {
        queue.arrive(ONE, packet, 0);
        assertThat(queue.refuse(ONE, 0)).hasSize(1);
        assertThat(queue.arrive(ONE, packet, MissQueue.NEGATIVE.toNanos() - 1)).isEqualTo(REFUSE);
        assertThat(queue.arrive(ONE, packet, MissQueue.NEGATIVE.toNanos())).isEqualTo(ASK);
    }

    @Test
    void holdsNoMoreThanItsRoom() {
        for (var n = 0; n < MissQueue.PACKETS_OF_ONE; n++) {
            assertThat(queue.arrive(ONE, packet, 0)).isNotEqualTo(DROP);
        }
        assertThat(queue.arrive(ONE, packet, 0)).isEqualTo(DROP);
        for (var n = 1; n < MissQueue.DESTINATIONS; n++) {
            assertThat(queue.arrive("fdff::" + n, packet, 0)).isEqualTo(ASK);
        }
        assertThat(queue.arrive("fdff::ffff", packet, 0)).isEqualTo(DROP);
        for (var n = 1; queue.held() < MissQueue.PACKETS; n = n % (MissQueue.DESTINATIONS - 1) + 1) {
            assertThat(queue.arrive("fdff::" + n, packet, 0)).isEqualTo(HOLD);
        }
        assertThat(queue.arrive("fdff::1", packet, 0)).isEqualTo(DROP);
        assertThat(queue.take(ONE)).hasSize(MissQueue.PACKETS_OF_ONE);
        assertThat(queue.arrive("fdff::1", packet, 0)).isEqualTo(HOLD);
    }

    @Test
    void remembersOnlySoManyThatNobodyHas() {
        for (var n = 0; n <= MissQueue.DESTINATIONS; n++) {
            queue.refuse("fdff::" + n, 0);
        }
        assertThat(queue.arrive("fdff::0", packet, 1)).isEqualTo(ASK);
        assertThat(queue.arrive("fdff::1", packet, 1)).isEqualTo(REFUSE);
    }

    @Test
    void dropsWhatWaitedTooLongAndAsksAnew() {
        queue.arrive(ONE, packet, 0);
        queue.arrive(ONE, packet, 0);
        assertThat(queue.expire(MissQueue.LONGEST_WAIT.toNanos())).isZero();
        assertThat(queue.expire(MissQueue.LONGEST_WAIT.toNanos() + 1)).isEqualTo(2);
        assertThat(queue.arrive(ONE, packet, 0)).isEqualTo(ASK);
    }
}
