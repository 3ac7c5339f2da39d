package holm.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Fence;
import holm.domain.InstallationId;
import holm.domain.Virtualization;
import holm.domain.network.InstanceNetwork;
import holm.overlay.Attachment;
import holm.overlay.network.NoNetworks;
import holm.runtimes.Launch;
import holm.runtimes.Resolver;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeFailure;
import holm.worker.Samples;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class RunnerWorkTest {
    private static final Fence FENCE = new Fence(1, 1, 1);

    private final List<Launch> launches = new ArrayList<>();
    private Optional<RunnerSurroundings.Whose> whose =
            Optional.of(new RunnerSurroundings.Whose(new InstallationId("a".repeat(24)), "b".repeat(24)));
    private final RunnerWork work = new RunnerWork(
            Samples.INSTANCE,
            new RunnerSurroundings(
                    () -> whose,
                    "edge-1",
                    "127.0.0.1",
                    Map.of(Virtualization.SIMULATED, rememberingRuntime()),
                    new NoNetworks("not here"),
                    new ConcurrentHashMap<>(),
                    InstantSource.system()));

    @Test
    void letsAnInstanceLookUpTheServicesBesideItByTheirShortNames() {
        launch(attachment(Optional.of("10.18.0.1")));
        assertThat(launches.getFirst().resolver()).contains(new Resolver("10.18.0.1", "ns.app.ns.holm"));
    }

    @Test
    void leavesTheResolverToTheEngineWhereThereIsNoNameServer() {
        launch(attachment(Optional.empty()));
        assertThat(launches.getFirst().resolver()).isEmpty();
    }

    @Test
    void launchesNothingBeforeAClusterWelcomedTheWorker() {
        whose = Optional.empty();
        assertThat(launch(attachment(Optional.empty())))
                .isEqualTo(new RunnerInput.Failed("no cluster has welcomed this worker yet", true, false));
        assertThat(launches).isEmpty();
    }

    private RunnerInput launch(Attachment attachment) {
        return work.launch(rememberingRuntime(), Samples.service(FENCE), FENCE, Optional.of(attachment));
    }

    private static Attachment attachment(Optional<String> resolver) {
        return new Attachment(
                Samples.INSTANCE, new InstanceNetwork.None(), List.of(), Optional.empty(), List.of(), resolver);
    }

    /** Starts nothing. */
    private Runtime rememberingRuntime() {
        return (Runtime) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Runtime.class}, (proxy, method, arguments) -> {
                    launches.add((Launch) arguments[0]);
                    throw new RuntimeFailure("nothing is started here", false);
                });
    }
}
