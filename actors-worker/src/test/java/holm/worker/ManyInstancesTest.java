package holm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.Status;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.overlay.network.NoNetworks;
import holm.runtimes.simulated.SimulatedRuntime;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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
            try (var runtime = new SimulatedRuntime(directory.resolve("simulated"))) {
                var worker = start(cluster, runtime);
                cluster.hello();
                cluster.welcome();
                var actual = cluster.actual();
                assertThat(actual)
                        .hasSize(MANY)
                        .allSatisfy(one -> assertThat(one.status()).isEqualTo(Status.RUNNING));
                worker.stop().toCompletableFuture().join();
            }
        } finally {
            kit.shutdownTestKit();
        }
    }

    private void launch(FakeCluster cluster) throws Exception {
        try (var runtime = new SimulatedRuntime(directory.resolve("simulated"))) {
            var worker = start(cluster, runtime);
            cluster.hello();
            cluster.welcome();
            for (var number = 0; number < MANY; number++) {
                cluster.say(new Downward.Deploy(Samples.service(number, new Fence(1, 1, 0))));
            }
            Set<Object> running = new HashSet<>();
            while (running.size() < MANY) {
                running.add(cluster.expect(
                                Upward.Reported.class, told -> told.report().status() == Status.RUNNING)
                        .report()
                        .instance());
            }
            worker.stop().toCompletableFuture().join();
        }
    }

    private WorkerTier start(FakeCluster cluster, SimulatedRuntime runtime) throws Exception {
        var settings = WorkerSettings.of("edge-1", directory.resolve("worker"), cluster.address(), "127.0.0.1", 0);
        return WorkerTier.start(settings, List.of(runtime), new NoNetworks("this is a test"));
    }
}
