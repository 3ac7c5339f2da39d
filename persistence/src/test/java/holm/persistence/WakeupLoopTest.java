package holm.persistence;

import static holm.persistence.counter.CounterNode.of;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakeupLoopTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final List<String> woken = new ArrayList<>();
    private Store store;
    private WakeupLoop loop;

    @BeforeEach
    void open() throws StoreException {
        store = Store.open(StoreSettings.ephemeral("root"));
        loop = new WakeupLoop(store.wakeups(), wakeup -> woken.add(wakeup.id()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void wakesNobodyBeforeTheTime() throws Exception {
        of(store.wakeups().set("k", "a", NOON));
        loop.serve(NOON.minusMillis(1));
        assertThat(woken).isEmpty();
        loop.serve(NOON);
        assertThat(woken).containsExactly("a");
    }

    @Test
    void wakesAgainOnlyAfterAWhileWhoDidNotAnswer() throws Exception {
        of(store.wakeups().set("k", "a", NOON));
        loop.serve(NOON);
        loop.serve(NOON.plusSeconds(29));
        assertThat(woken).hasSize(1);
        loop.serve(NOON.plusSeconds(30));
        assertThat(woken).hasSize(2);
    }

    @Test
    void wakesAtTheNewTimeWhoMovedItsEntry() throws Exception {
        of(store.wakeups().set("k", "a", NOON));
        loop.serve(NOON);
        of(store.wakeups().set("k", "a", NOON.plusSeconds(2)));
        loop.serve(NOON.plusSeconds(1));
        assertThat(woken).hasSize(1);
        loop.serve(NOON.plusSeconds(2));
        assertThat(woken).hasSize(2);
    }

    @Test
    void leavesAloneWhoClearedItsEntry() throws Exception {
        of(store.wakeups().set("k", "a", NOON));
        loop.serve(NOON);
        of(store.wakeups().clear("k", "a"));
        loop.serve(NOON.plusSeconds(60));
        assertThat(woken).hasSize(1);
    }

    @Test
    void wakesManyInPortionsAndForgetsNobody() throws Exception {
        for (var i = 0; i < 1_000; i++) {
            var last = store.wakeups().set("k", "e" + i, NOON.minusSeconds(i));
            if (i == 999) {
                of(last);
            }
        }
        loop.serve(NOON);
        assertThat(woken).hasSize(200);
        for (var i = 0; i < 4; i++) {
            loop.serve(NOON);
        }
        assertThat(woken).doesNotHaveDuplicates().hasSize(1_000);
    }
}
