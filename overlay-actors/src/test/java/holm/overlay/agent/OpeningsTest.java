package holm.overlay.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OpeningsTest {
    @Test
    void comeMoreAndMoreRarelyButNeverEnd() {
        var openings = new Openings();
        assertThat(LongStream.rangeClosed(1, 130).filter(openings::isDue))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 96L, 128L);
    }
}
