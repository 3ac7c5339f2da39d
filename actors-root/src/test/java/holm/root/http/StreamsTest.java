package holm.root.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.AccountId;
import holm.domain.RefusalException;
import java.util.ArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Caller READER = new Caller(new AccountId("0000000000000000000000d1"), "reader", false);
    private static final Caller OTHER = new Caller(new AccountId("0000000000000000000000d2"), "other", false);
    private final Streams streams = new Streams();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void areBoundedForEachAccountAndCountedDownWhenTheyEnd() {
        var open = new ArrayList<UniqueKillSwitch>();
        for (var i = 0; i < ApiLimits.STREAMS; i++) {
            open.add(open(READER));
        }
        assertThatThrownBy(() -> open(READER))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("too-many-streams");
        open(OTHER).shutdown();
        open.getFirst().shutdown();
        Awaitility.await().untilAsserted(() -> assertThat(open(READER)).isNotNull());
        assertThatThrownBy(() -> open(READER))
                .as("the refused ones were not counted")
                .isInstanceOf(RefusalException.class);
    }

    private UniqueKillSwitch open(Caller caller) {
        return streams.answer(
                        caller,
                        Source.maybe()
                                .map(_ -> new EventStream.Event("", "", ""))
                                .mapMaterializedValue(_ -> org.apache.pekko.NotUsed.getInstance()))
                .entity()
                .getDataBytes()
                .viaMat(KillSwitches.single(), Keep.right())
                .to(Sink.ignore())
                .run(KIT.system());
    }
}
