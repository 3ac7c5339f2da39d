package holm.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Status;
import holm.domain.descriptor.PortMapping;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.domain.network.InstanceNetwork;
import holm.domain.network.NetworkNeed;
import holm.overlay.Attachment;
import holm.overlay.InstanceNetworks;
import holm.overlay.NetworkFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker does with the networks of its instances. */
class WorkerNetworkTest {
    private static final Fence PLACED = new Fence(1, 1, 0);

    @TempDir
    private Path directory;

    private final ActorTestKit kit = ActorTestKit.create();
    private final Networks networks = new Networks();
    private FakeCluster cluster;
    private SimulatedWorker worker;

    @BeforeEach
    void start() throws Exception {
        cluster = new FakeCluster(kit);
        startWorker();
        cluster.join();
    }

    @AfterEach
    void stop() {
        worker.close();
        cluster.close();
        kit.shutdownTestKit();
    }

    @Test
    void tellsTheAddressesOfAnInstance() {
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        assertThat(cluster.report(Status.RUNNING).whereabouts().orElseThrow().namespaceAddresses())
                .containsExactly("10.18.0.2", "fc00::2");
    }

    @Test
    void refusesAnInstanceWhosePortIsTaken() {
        networks.taken.add(Samples.INSTANCE);
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        var refused = cluster.expect(Upward.Refused.class);
        assertThat(refused.fence()).isEqualTo(PLACED);
        assertThat(refused.reasons()).containsExactly("port 80/tcp is taken");
        networks.taken.clear();
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        cluster.report(Status.RUNNING);
    }

    @Test
    void givesTheNetworkOfAnEndedOneShotBack() {
        cluster.say(new Downward.Deploy(Samples.oneShot(PLACED, 0, "SIM_RUN_TIME=50ms")));
        cluster.report(Status.COMPLETED);
        await().untilAsserted(() -> assertThat(networks.attached).isEmpty());
    }

    @Test
    void keepsTheNetworkOverARestartOfAnInstance() {
        cluster.say(new Downward.Deploy(Samples.service(PLACED, "SIM_RUN_TIME=50ms")));
        cluster.report(Status.DEAD);
        assertThat(networks.attached).containsOnlyKeys(Samples.INSTANCE);
        cluster.expect(
                Upward.Reported.class,
                told -> told.report().fence().run() == 2 && told.report().status() == Status.RUNNING);
    }

    @Test
    void takesAwayWhatWasNeverStarted() throws Exception {
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        cluster.report(Status.RUNNING);
        worker.close();
        networks.attach(Samples.instance(7), List.of(), new NetworkNeed.Namespace(), false);
        startWorker();
        assertThat(networks.attached).containsOnlyKeys(Samples.INSTANCE);
        cluster.join();
        cluster.say(new Downward.Tell(List.of(Samples.INSTANCE)));
        assertThat(cluster.report(Status.RUNNING).whereabouts().orElseThrow().namespaceAddresses())
                .hasSize(2);
    }

    @Test
    void takesTheNetworkAwayWithTheInstance() {
        cluster.say(new Downward.Deploy(Samples.service(PLACED)));
        cluster.report(Status.RUNNING);
        cluster.say(new Downward.Stop(Samples.INSTANCE, PLACED));
        cluster.expect(Upward.Stopped.class);
        assertThat(networks.attached).isEmpty();
    }

    private void startWorker() throws Exception {
        worker = SimulatedWorker.start(directory, cluster.address(), networks);
    }

    /** The kernel's part: stays when a worker ends. */
    private static final class Networks implements InstanceNetworks {
        final Map<InstanceId, Attachment> attached = new ConcurrentHashMap<>();
        final Set<InstanceId> taken = ConcurrentHashMap.newKeySet();

        @Override
        public Attachment attach(InstanceId instance, List<PortMapping> ports, NetworkNeed need, boolean isolated)
                throws NetworkFailure {
            if (taken.contains(instance)) {
                throw new NetworkFailure("port 80/tcp is taken", true);
            }
            return attached.computeIfAbsent(
                    instance,
                    id -> new Attachment(
                            id,
                            new InstanceNetwork.None(),
                            List.of("10.18.0.2", "fc00::2"),
                            Optional.empty(),
                            ports,
                            Optional.empty()));
        }

        @Override
        public boolean holds(InstanceId instance) {
            return attached.containsKey(instance);
        }

        @Override
        public void detach(InstanceId instance) {
            attached.remove(instance);
        }

        @Override
        public List<Attachment> adopt() {
            return List.copyOf(attached.values());
        }

        @Override
        public void reset() {
            attached.clear();
        }

        @Override
        public void close() {}
    }
}
