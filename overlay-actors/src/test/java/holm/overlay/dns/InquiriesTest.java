package holm.overlay.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.domain.ServiceId;
import holm.domain.descriptor.ServiceName;
import holm.domain.route.RouteTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InquiriesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Optional<ServiceId> NOBODY = Optional.empty();

    @Test
    void asksOnceForAllWhoWaitForTheSameNameInAnyCase() throws Exception {
        var asked = new CopyOnWriteArrayList<ServiceName>();
        var answer = new CompletableFuture<Optional<RouteTable>>();
        var inquiries = new Inquiries(
                (name, _) -> {
                    asked.add(name);
                    return answer;
                },
                LONG);
        var found = new CopyOnWriteArrayList<Optional<RouteTable>>();
        var waiting = IntStream.range(0, 20)
                .mapToObj(n -> Tables.name(n % 2 == 0 ? "web" : "WEB"))
                .map(name -> Thread.startVirtualThread(() -> found.add(ask(inquiries, name))))
                .toList();
        await().until(() -> waiting.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        assertThat(asked).hasSize(1);

        answer.complete(Optional.of(Tables.WEB_TABLE));
        await().untilAsserted(() -> assertThat(found).hasSize(20).containsOnly(Optional.of(Tables.WEB_TABLE)));
    }

    @Test
    void asksForEachServiceThatAsksBecauseTheyMayMeanOthers() throws Exception {
        var late = new CompletableFuture<Optional<RouteTable>>();
        var inquiries = new Inquiries(
                (_, asker) -> asker.isEmpty() ? late : CompletableFuture.completedFuture(Optional.of(Tables.WEB_TABLE)),
                LONG);
        var machine = Thread.startVirtualThread(() -> ask(inquiries, Tables.WEB));
        await().until(() -> machine.getState() == Thread.State.TIMED_WAITING);
        assertThat(inquiries.ask(Tables.WEB, Optional.of(Tables.id(1)))).contains(Tables.WEB_TABLE);
        late.complete(Optional.empty());
    }

    @Test
    void givesUpWhenNobodyAnswersAndAsksAgainTheNextTime() {
        var asked = new CopyOnWriteArrayList<ServiceName>();
        var inquiries = new Inquiries(
                (name, _) -> {
                    asked.add(name);
                    return new CompletableFuture<>();
                },
                Duration.ofMillis(20));
        for (var turn = 1; turn <= 2; turn++) {
            assertThatThrownBy(() -> inquiries.ask(Tables.WEB, NOBODY)).isInstanceOf(Unanswered.class);
            assertThat(asked).hasSize(turn);
        }
    }

    @Test
    void saysThatItIsUnknownWhenAskingFails() {
        var failures = List.<RemoteNames>of(
                (_, _) -> CompletableFuture.failedFuture(new IllegalStateException("cluster is away")), (_, _) -> {
                    throw new IllegalStateException("cluster is away");
                });
        assertThat(failures)
                .allSatisfy(remote -> assertThatThrownBy(() -> new Inquiries(remote, LONG).ask(Tables.WEB, NOBODY))
                        .isInstanceOf(Unanswered.class)
                        .hasMessageContaining("shop.prod.web.main")
                        .hasRootCauseMessage("cluster is away"));
    }

    @Test
    void asksAboutABoundedNumberOfNamesAtOnce() throws Exception {
        var late = new CompletableFuture<Optional<RouteTable>>();
        var asked = new CopyOnWriteArrayList<ServiceName>();
        var inquiries = new Inquiries(
                (name, _) -> {
                    asked.add(name);
                    return late;
                },
                LONG);
        for (var n = 0; n < DnsLimits.INQUIRIES; n++) {
            var name = Tables.name("s" + n);
            Thread.startVirtualThread(() -> ask(inquiries, name));
        }
        await().until(() -> asked.size() == DnsLimits.INQUIRIES);
        assertThatThrownBy(() -> inquiries.ask(Tables.WEB, NOBODY)).hasMessageContaining("too many");
        assertThat(asked).doesNotContain(Tables.WEB);

        late.complete(Optional.empty());
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(inquiries.ask(Tables.WEB, NOBODY))
                        .as("when there is room again")
                        .isEmpty());
    }

    private static Optional<RouteTable> ask(Inquiries inquiries, ServiceName name) {
        try {
            return inquiries.ask(name, NOBODY);
        } catch (Unanswered | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
