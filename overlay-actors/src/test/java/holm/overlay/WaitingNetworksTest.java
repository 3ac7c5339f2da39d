package holm.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.descriptor.PortMapping;
import holm.domain.network.InstanceNetwork;
import holm.domain.network.NetworkNeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WaitingNetworksTest {
    private static final InstanceId A = new InstanceId(new ServiceId("0123456789abcdef01234567"), 0);
    private static final InstanceId B = new InstanceId(new ServiceId("0123456789abcdef01234567"), 1);

    private static final String LEAVING = "old ones have to go";

    private final WaitingNetworks waiting = new WaitingNetworks(Duration.ofSeconds(20));
    private final Recorder first = new Recorder();
    private final Recorder second = new Recorder();

    @Test
    void attachesWhoeverWaitedOnceItIsOpen() {
        var attached = attach(A);
        assertThat(waiting.obstacle(A)).isPresent();
        waiting.open(first);
        attached.join();
        assertThat(first.there).containsExactly(A);
        assertThat(waiting.obstacle(A)).isEmpty();
    }

    @Test
    void givesUpAfterItsPatience() {
        var impatient = new WaitingNetworks(Duration.ofMillis(1));
        assertThatThrownBy(() -> impatient.attach(A, List.of(), new NetworkNeed.Namespace(), false))
                .isInstanceOf(NetworkFailure.class)
                .hasMessageContaining("no subnet");
    }

    @Test
    void pausedItDetachesFromTheOldNetworkAndAttachesToTheNextOne() throws Exception {
        waiting.open(first);
        attach(A).join();
        assertThat(waiting.pause(LEAVING)).isTrue();
        assertThat(waiting.pause(LEAVING)).isTrue();
        var attached = attach(B);
        waiting.detach(A);
        assertThat(first.there).isEmpty();
        assertThat(attached).isNotDone();
        waiting.open(second);
        attached.join();
        assertThat(first.there).isEmpty();
        assertThat(second.there).containsExactly(B);
    }

    @Test
    void pausedItAttachesWhoeverIsThereAlreadyAndSaysToOthersWhyTheyWait() {
        var impatient = new WaitingNetworks(Duration.ofMillis(1));
        impatient.open(first);
        attachTo(impatient, A);
        impatient.pause(LEAVING);
        assertThat(impatient.obstacle(A)).isEmpty();
        assertThat(impatient.obstacle(B)).contains(LEAVING);
        attachTo(impatient, A);
        assertThat(first.attached).containsExactly(A, A);
        assertThatThrownBy(() -> impatient.attach(B, List.of(), new NetworkNeed.Namespace(), false))
                .isInstanceOf(NetworkFailure.class)
                .hasMessageContaining(LEAVING)
                .hasMessageNotContaining("root");
    }

    @Test
    void isNotLeftWhileWhoeverIsThereAttachesAgain() {
        waiting.open(first);
        attach(A).join();
        waiting.pause(LEAVING);
        first.gate = new CountDownLatch(1);
        var attached = attach(A);
        await().atMost(Duration.ofSeconds(20)).until(() -> first.attached.size() == 2);
        assertThat(waiting.pause(LEAVING)).isFalse();
        first.gate.countDown();
        attached.join();
        assertThat(waiting.pause(LEAVING)).isTrue();
    }

    @Test
    void detachesAlsoInTheMomentInWhichItIsPausedAndResumed() throws Exception {
        waiting.open(first);
        var over = new AtomicBoolean();
        var switching = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                waiting.pause(LEAVING);
                waiting.resume();
            }
        });
        for (var round = 0; round < 100_000; round++) {
            first.there.add(A);
            waiting.detach(A);
            assertThat(first.there.contains(A)).isFalse();
        }
        over.set(true);
        switching.join();
    }

    @Test
    void goesOnAsBeforeWhenItIsResumed() {
        waiting.open(first);
        waiting.pause(LEAVING);
        waiting.resume();
        waiting.resume();
        attach(A).join();
        assertThat(first.there).containsExactly(A);
    }

    @Test
    void saysThatSomebodyIsInTheMiddleOfIt() {
        first.gate = new CountDownLatch(1);
        waiting.open(first);
        var attached = attach(A);
        await().atMost(Duration.ofSeconds(20)).until(() -> first.there.contains(A));
        assertThat(waiting.pause(LEAVING)).isFalse();
        first.gate.countDown();
        attached.join();
        assertThat(waiting.pause(LEAVING)).isTrue();
    }

    private CompletableFuture<Void> attach(InstanceId instance) {
        return CompletableFuture.runAsync(
                () -> attachTo(waiting, instance), task -> Thread.ofVirtual().start(task));
    }

    private static void attachTo(WaitingNetworks network, InstanceId instance) {
        try {
            network.attach(instance, List.of(), new NetworkNeed.Namespace(), false);
        } catch (NetworkFailure | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Remembers who is attached, and may take its time. */
    private static final class Recorder implements InstanceNetworks {
        private final Set<InstanceId> there = ConcurrentHashMap.newKeySet();
        private final List<InstanceId> attached = new CopyOnWriteArrayList<>();
        private volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public Attachment attach(InstanceId instance, List<PortMapping> ports, NetworkNeed need, boolean isolated)
                throws InterruptedException {
            there.add(instance);
            attached.add(instance);
            gate.await();
            return new Attachment(
                    instance, new InstanceNetwork.None(), List.of(), Optional.empty(), ports, Optional.empty());
        }

        @Override
        public boolean holds(InstanceId instance) {
            return there.contains(instance);
        }

        @Override
        public void detach(InstanceId instance) {
            there.remove(instance);
        }

        @Override
        public List<Attachment> adopt() {
            return List.of();
        }

        @Override
        public void reset() {
            there.clear();
        }

        @Override
        public void close() {}
    }
}
