package holm.e2e.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.e2e.support.Child;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** TCP connections to a service, over both families: some are silent for a long time, others say something now and then. */
final class Conversations {
    private static final Duration PAUSE = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SILENT = "silent";
    private static final String PAUSING = "pausing";

    private final Child client;
    private final long begunNanos = System.nanoTime();

    /** Who was at the other end when it began. */
    private final Map<String, String> partners = new HashMap<>();

    private Duration spoken = Duration.ZERO;

    private Conversations(Child client) {
        this.client = client;
    }

    static Conversations begin(Child client, Talkers with) {
        var conversations = new Conversations(client);
        for (var v6 : new boolean[] {false, true}) {
            for (var kind : new String[] {SILENT, PAUSING}) {
                // A table may be some milliseconds older than the status.
                await().atMost(PATIENCE).ignoreExceptions().until(() -> conversations.open(kind + v6, with, v6));
            }
        }
        return conversations;
    }

    private boolean open(String name, Talkers with, boolean v6) throws IOException {
        partners.put(name, client.ask("open", name, with.address("rr", v6)));
        return true;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    /** Lets time pass, in which those that pause say something whenever their pause is over. */
    void awaitAge(Duration age) throws IOException {
        while (spoken.plus(PAUSE).compareTo(age) <= 0) {
            spoken = spoken.plus(PAUSE);
            until(spoken);
            assertThatGoOn(PAUSING);
        }
        until(age);
    }

    void assertThatAllGoOn() throws IOException {
        assertThatGoOn(SILENT);
        assertThatGoOn(PAUSING);
    }

    private void assertThatGoOn(String kind) throws IOException {
        for (var v6 : new boolean[] {false, true}) {
            var name = kind + v6;
            assertThat(client.ask("say", name, "hello")).as(name).isEqualTo(partners.get(name) + ":hello");
        }
    }

    private void until(Duration age) {
        await().atMost(age.plus(PATIENCE)).until(() -> age().compareTo(age) >= 0);
    }
}
