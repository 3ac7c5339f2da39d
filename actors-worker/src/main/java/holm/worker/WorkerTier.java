package holm.worker;

import com.typesafe.config.ConfigFactory;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import holm.overlay.InstanceNetworks;
import holm.overlay.NetworkFailure;
import holm.overlay.agent.OverlayAgent;
import holm.runtimes.Runtime;
import holm.wire.http.Metrics;
import holm.wire.http.OperatorRoutes;
import holm.wire.http.Readiness;
import holm.wire.link.LinkEvent;
import holm.worker.agent.AgentCommand;
import holm.worker.agent.AgentGauges;
import holm.worker.agent.AgentSettings;
import holm.worker.agent.AgentSurroundings;
import holm.worker.agent.IdentityFile;
import holm.worker.agent.Leftovers;
import holm.worker.agent.Shelf;
import holm.worker.agent.WorkerAgent;
import holm.worker.machine.Machine;
import holm.worker.member.MemberKeeper;
import holm.worker.overlay.OverlayFiles;
import holm.worker.overlay.OverlayMeters;
import holm.worker.overlay.OverlayPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;

/** A worker: finds what runs already, joins its cluster, and does what that wants. Stopping it stops no instance. */
public final class WorkerTier {
    private static final String SYSTEM = "holm-worker";

    /** What is being answered is answered. */
    private static final Duration HTTP_STOP = Duration.ofSeconds(1);

    private final ActorSystem<Void> system;
    private final Metrics metrics = new Metrics("worker");
    private final List<AgentGauges> gauges = new ArrayList<>();
    private final CompletableFuture<ActorRef<MemberKeeper.Command>> keeper = new CompletableFuture<>();
    private final CompletableFuture<Done> left = new CompletableFuture<>();
    private final CompletableFuture<ServerBinding> http = new CompletableFuture<>();

    private WorkerTier(ActorSystem<Void> system) {
        this.system = system;
    }

    /** Starts one worker without overlay. */
    public static WorkerTier start(WorkerSettings settings, List<Runtime> runtimes, InstanceNetworks networks)
            throws IOException, InterruptedException {
        return start(settings, runtimes, networks, Optional.empty());
    }

    /**
     * Starts one worker. Blocks until what it ran before was found; its cluster need not be there.
     *
     * @param runtimes closed by the caller, after {@link #stop}; so are {@code networks} and {@code overlay}
     * @throws IOException when it cannot start; the message is for the operator
     */
    public static WorkerTier start(
            WorkerSettings settings, List<Runtime> runtimes, InstanceNetworks networks, Optional<OverlayPart> overlay)
            throws IOException, InterruptedException {
        var agent = new AgentSettings(
                settings.name(), settings.stateDirectory(), settings.host(), settings.labels(), settings.capacity());
        return start(settings, List.of(new WorkerPart(agent, runtimes, networks, overlay)));
    }

    /**
     * Starts many workers in one process, over one membership.
     *
     * @param parts with different names and directories
     * @throws IOException when it cannot start; the message is for the operator
     */
    public static WorkerTier start(WorkerSettings settings, List<WorkerPart> parts)
            throws IOException, InterruptedException {
        var system = ActorSystem.<Void>create(
                Behaviors.empty(),
                SYSTEM,
                ConfigFactory.parseResources(WorkerTier.class, "/holm/worker/worker.conf")
                        .withFallback(ConfigFactory.load()));
        var tier = new WorkerTier(system);
        try {
            tier.begin(settings, parts);
            return tier;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            tier.metrics.close();
            system.terminate();
            throw failure;
        }
    }

    /** @return the port of {@code /metrics} and {@code /health} */
    public int httpPort() {
        return http.join().localAddress().getPort();
    }

    /** @return whether the cluster has welcomed all workers of this process */
    public Readiness readiness() {
        return gauges.stream()
                .map(AgentGauges::readiness)
                .filter(readiness -> readiness instanceof Readiness.NotReady)
                .findFirst()
                .orElse(new Readiness.Ready());
    }

    /** Leaves the cluster and ends the tier; instances go on. */
    public CompletionStage<Done> stop() {
        return http.thenCompose(binding -> binding.terminate(HTTP_STOP)).thenCompose(_ -> {
            system.terminate();
            return system.getWhenTerminated().thenCombine(left, (_, done) -> {
                metrics.close();
                return done;
            });
        });
    }

    private void begin(WorkerSettings settings, List<WorkerPart> parts) throws IOException, InterruptedException {
        var owners = new HashMap<String, ActorRef<LinkEvent<Downward, Upward>>>();
        for (var part : parts) {
            owners.put(part.settings().name(), agent(part));
        }
        var routes = OperatorRoutes.create(metrics, this::readiness);
        try {
            http.complete(Http.get(system)
                    .newServerAt(settings.host(), settings.httpPort())
                    .bind(routes)
                    .toCompletableFuture()
                    .join());
        } catch (RuntimeException taken) {
            throw new IOException(
                    "the worker cannot listen on %s:%d: %s"
                            .formatted(settings.host(), settings.httpPort(), taken.getMessage()),
                    taken);
        }
        keeper.complete(system.systemActorOf(
                MemberKeeper.create(settings.host(), settings.clusterAddress(), owners, left),
                "member",
                Props.empty()));
    }

    private ActorRef<LinkEvent<Downward, Upward>> agent(WorkerPart part) throws IOException, InterruptedException {
        var name = part.settings().name();
        var directory = part.settings().stateDirectory();
        Files.createDirectories(directory);
        var shelf = new Shelf(part.runtimes());
        var measured = new AgentGauges(metrics, name);
        gauges.add(measured);
        var surroundings = new AgentSurroundings(
                part.settings(),
                new IdentityFile(directory).read(),
                shelf,
                part.networks(),
                new Machine(Path.of("/proc"), directory),
                measured,
                (request, query, log) -> offer(new MemberKeeper.Command.ServeLog(name, request, query, log)),
                part.overlay().map(overlay -> equipment(overlay, directory, name)),
                InstantSource.system());
        var found = found(shelf, part.networks());
        var agent = system.systemActorOf(WorkerAgent.create(surroundings), "agent-" + gauges.size(), Props.empty());
        agent.tell(found);
        return system.systemActorOf(WorkerAgent.owner(agent), "owner-" + gauges.size(), Props.empty());
    }

    private OverlayAgent.Equipment equipment(OverlayPart overlay, Path directory, String name) {
        var files = new OverlayFiles(directory);
        return new OverlayAgent.Equipment(
                files.load(),
                overlay.plane(),
                overlay.policies(),
                overlay.prober(),
                files,
                new OverlayMeters(metrics, name, overlay.plane()::missed),
                InstantSource.system());
    }

    private void offer(MemberKeeper.Command.ServeLog log) {
        var _ = keeper.thenAccept(ref -> ref.tell(log));
    }

    private static AgentCommand.Found found(Shelf shelf, InstanceNetworks networks)
            throws IOException, InterruptedException {
        try {
            var runs = shelf.probe();
            return new AgentCommand.Found(runs, Leftovers.remove(networks.adopt(), runs, shelf, networks));
        } catch (NetworkFailure failure) {
            throw new IOException("the networks of instances cannot be listed: " + failure.getMessage(), failure);
        }
    }
}
