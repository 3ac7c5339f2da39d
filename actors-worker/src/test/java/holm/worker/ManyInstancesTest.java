package holm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.message.Downward;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many instances on one worker as the recovery of a cluster is measured with. */
class ManyInstancesTest {
    private static final int MANY = 10_000;

    @TempDir
    private Path directory;

    @Test
    void areAllAdoptedAfterARestart() throws Exception {
        var kit = ActorTestKit.create();
        try (var cluster = new FakeCluster(kit)) {
            launch(cluster);
            try (var _ = start(cluster)) {
                cluster.join();
                var actual = cluster.actual();
                assertThat(actual)
                        .hasSize(MANY)
                        .allSatisfy(one -> assertThat(one.status()).isEqualTo(Status.RUNNING));
            }
        } finally {
            kit.shutdownTestKit();
        }
    }

    private void launch(FakeCluster cluster) throws Exception {
        try (var _ = start(cluster)) {
            cluster.join();
            for (var number = 0; number < MANY; number++) {
                cluster.say(new Downward.Deploy(Samples.service(number, new Fence(1, 1, 0))));
            }
            Set<Object> running = new HashSet<>();
            while (running.size() < MANY) {
                running.add(cluster.report(Status.RUNNING).instance());
            }
        }
    }

    private SimulatedWorker start(FakeCluster cluster) throws Exception {
        return SimulatedWorker.start(directory, cluster.address(), SimulatedWorker.NO_NETWORKS);
    }
}
