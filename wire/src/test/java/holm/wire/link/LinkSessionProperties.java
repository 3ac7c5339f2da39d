package holm.wire.link;

import static org.assertj.core.api.Assertions.assertThat;

import holm.wire.link.LinkSession.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.pekko.util.ByteString;

/** Whatever the network does between two sessions, what is delivered is what was sent, in its order and without gaps, up to some message. */
class LinkSessionProperties {
    private static final LinkSettings SETTINGS =
            new LinkSettings(Duration.ofSeconds(5), Duration.ofSeconds(15), 8, 3, 1_000, 1 << 20, 10_000);

    @Property(tries = 300)
    void deliversEverythingOverANetworkThatWorks(@ForAll @IntRange(min = 1, max = 200) int messages) {
        var run = new Run(messages, new Random(messages), 0);
        assertThat(run.delivered())
                .isEqualTo(LongStream.rangeClosed(1, messages).boxed().toList());
    }

    @Property(tries = 500)
    void neverDeliversOutOfOrder(
            @ForAll @IntRange(min = 1, max = 100) int messages,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int harm) {
        var run = new Run(messages, new Random(seed), harm);
        var delivered = run.delivered();
        assertThat(delivered)
                .isEqualTo(LongStream.rangeClosed(1, delivered.size()).boxed().toList());
        if (delivered.size() < messages) {
            assertThat(run.isSomeSideClosed()).isTrue();
        }
    }

    /** One side sends, the other receives; between them frames are lost, doubled and reordered. */
    private static final class Run {
        private final Random random;
        private final int harmPercent;
        private final List<Long> delivered = new ArrayList<>();
        private final List<Envelope> there = new ArrayList<>();
        private final List<Envelope> back = new ArrayList<>();
        private LinkSession sender = LinkSession.opened(SETTINGS, Duration.ZERO);
        private LinkSession receiver = LinkSession.opened(SETTINGS, Duration.ZERO);

        Run(int messages, Random random, int harmPercent) {
            this.random = random;
            this.harmPercent = harmPercent;
            for (var i = 1; i <= messages; i++) {
                sends(sender.send(ByteString.fromString(Integer.toString(i))));
                if (random.nextInt(4) == 0) {
                    exchange(Duration.ZERO);
                }
            }
            for (var second = 1; second <= 60 + messages; second++) {
                sends(sender.tick(Duration.ofSeconds(second)));
                receives(receiver.tick(Duration.ofSeconds(second)));
                exchange(Duration.ofSeconds(second));
            }
        }

        List<Long> delivered() {
            return delivered;
        }

        boolean isSomeSideClosed() {
            return sender.closed().isPresent() || receiver.closed().isPresent();
        }

        private void exchange(Duration now) {
            harm(there).forEach(envelope -> receives(receiver.receive(envelope, now)));
            harm(back).forEach(envelope -> sends(sender.receive(envelope, now)));
        }

        private List<Envelope> harm(List<Envelope> frames) {
            var arriving = new ArrayList<Envelope>();
            for (var frame : frames) {
                var fate = random.nextInt(100);
                if (fate >= harmPercent) {
                    arriving.add(frame);
                } else if (fate % 3 == 0) {
                    arriving.add(frame);
                    arriving.add(frame);
                } else if (fate % 3 == 1 && !arriving.isEmpty()) {
                    arriving.add(arriving.size() - 1, frame);
                }
            }
            frames.clear();
            return arriving;
        }

        private void sends(LinkSession.Step step) {
            sender = step.next();
            step.outputs().forEach(output -> {
                if (output instanceof Output.Transmit(var envelope)) {
                    there.add(envelope);
                }
            });
        }

        private void receives(LinkSession.Step step) {
            receiver = step.next();
            step.outputs().forEach(output -> {
                switch (output) {
                    case Output.Transmit(var envelope) -> back.add(envelope);
                    case Output.Deliver(var body) -> delivered.add(Long.parseLong(body.utf8String()));
                    case Output.Close _ -> {}
                }
            });
        }
    }
}
