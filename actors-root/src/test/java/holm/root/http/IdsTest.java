package holm.root.http;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ServiceId;
import java.time.Instant;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));

    @Test
    void sortAsTheyWereMade() {
        var ids = Ids.inOrder(now::get);
        var first = Stream.generate(ids).limit(300).toList();
        now.updateAndGet(time -> time.plusSeconds(1));
        var second = Stream.generate(ids).limit(300).toList();

        assertThat(Stream.concat(first.stream(), second.stream()))
                .isSorted()
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(new ServiceId(id).value()).isEqualTo(id));
    }

    @Test
    void beginWithTheSecondInWhichTheyWereMade() {
        assertThat(Ids.inOrder(now::get).get())
                .startsWith("%08x".formatted(now.get().getEpochSecond()));
    }

    @Test
    void differBetweenProcesses() {
        var made = new HashSet<String>();
        for (var process = 0; process < 100; process++) {
            made.add(Ids.inOrder(now::get).get());
        }
        assertThat(made).hasSize(100);
    }
}
