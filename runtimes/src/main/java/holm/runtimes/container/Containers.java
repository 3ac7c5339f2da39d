package holm.runtimes.container;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import holm.domain.Fence;
import holm.domain.network.InstanceNetwork;
import holm.runtimes.Launch;
import holm.runtimes.RunNames;
import holm.runtimes.Running;
import holm.runtimes.RuntimeFailure;
import holm.runtimes.process.ProcessStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's containers, in Holm's words. Safe for many threads. */
final class Containers {
    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);
    private static final String NEVER_STARTED = "created";
    private final Engine engine;
    private final String keeper;
    private final boolean isPodman;
    private final NetworkHolder holder;

    Containers(Engine engine, String keeper, boolean isPodman) {
        this.engine = engine;
        this.isPodman = isPodman;
        this.holder = new NetworkHolder(engine, keeper);
        this.keeper = keeper;
    }

    /**
     * A container that was started once.
     *
     * @param id as the engine knows it, 64 hexadecimal digits
     * @param pid of its process 1 on this machine; 0 when it has ended
     * @param status the engine's word
     * @param logPath where the engine writes its output
     */
    record Found(
            Running running, String id, long pid, String status, int exitStatus, boolean outOfMemory, String logPath) {}

    /** Creates and starts; nothing is left when it throws. */
    Found start(Launch launch, Images.Present image, Optional<Path> log) throws RuntimeFailure, InterruptedException {
        return switch (launch.network()) {
            case InstanceNetwork.None _ -> start(launch, image, log, NetworkMode.NONE);
            case InstanceNetwork.Namespace(var file)
            when isPodman -> start(launch, image, log, NetworkMode.namespace(file));
            case InstanceNetwork.Namespace(var file) -> startHeld(launch, image, log, Path.of(file));
            case InstanceNetwork.Tap _ ->
                throw new IllegalArgumentException("a container takes a network namespace, not a tap");
        };
    }

    private Found startHeld(Launch launch, Images.Present image, Optional<Path> log, Path namespace)
            throws RuntimeFailure, InterruptedException {
        try {
            holder.start(launch, namespace, image.id());
            return start(launch, image, log, NetworkMode.ofContainer(NetworkHolder.name(launch)));
        } finally {
            holder.remove(NetworkHolder.name(launch));
        }
    }

    private Found start(Launch launch, Images.Present image, Optional<Path> log, NetworkMode network)
            throws RuntimeFailure, InterruptedException {
        var descriptor = launch.assignment().descriptor();
        var name = RunNames.handle(launch.assignment().instance(), launch.fence());
        try {
            create(launch, image, log, network, name);
        } catch (DockerException refused) {
            throw EngineWords.ofStart(descriptor.code(), descriptor.cmd(), Engine.rootCause(refused));
        }
        var started = false;
        try {
            startCreated(name);
            var found = find(name);
            started = found.isPresent();
            return found.orElseThrow(
                    () -> new RuntimeFailure("%s was removed while it was started".formatted(name), true));
        } catch (DockerException refused) {
            throw EngineWords.ofStart(descriptor.code(), descriptor.cmd(), Engine.rootCause(refused));
        } finally {
            if (!started) {
                remove(name);
                log.ifPresent(Containers::deleteLog);
            }
        }
    }

    private void create(Launch launch, Images.Present image, Optional<Path> log, NetworkMode network, String name)
            throws RuntimeFailure, InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                engine.call(client -> ContainerPlan.write(
                                client.createContainerCmd(image.id()),
                                launch,
                                network,
                                keeper,
                                log,
                                Optional.of(image.digest()))
                        .exec());
                return;
            } catch (DockerException taken) {
                if (!isNameTaken(taken)) {
                    throw taken;
                }
                // A killed worker, or a lost answer, left this name behind; what runs under it is not touched.
                if (attempt > 1
                        || find(name).filter(found -> !found.running().ended()).isPresent()) {
                    throw new RuntimeFailure(name + " was launched before", false, taken);
                }
                remove(name);
            }
        }
    }

    /** Docker answers 409; Podman 500, and says so in words. */
    private static boolean isNameTaken(DockerException refused) {
        return refused instanceof ConflictException || Engine.rootCause(refused).contains("already in use");
    }

    private void startCreated(String name) throws RuntimeFailure, InterruptedException {
        try {
            engine.call(client -> client.startContainerCmd(name).exec());
        } catch (NotModifiedException already) {
            return; // the answer to the first try was lost
        }
    }

    /** @return the container of this name when there is one and it is one of Holm's */
    Optional<Found> find(String name) throws RuntimeFailure, InterruptedException {
        try {
            return Optional.of(engine.call(
                            client -> client.inspectContainerCmd(name).exec()))
                    .flatMap(Containers::read);
        } catch (NotFoundException gone) {
            return Optional.empty();
        } catch (DockerException refused) {
            if (Engine.rootCause(refused).contains("no such container")) {
                // Podman's 500 for one that is removed while it looks.
                return Optional.empty();
            }
            throw new RuntimeFailure(
                    "the container engine does not say how %s stands: %s"
                            .formatted(name, EngineWords.message(Engine.rootCause(refused))),
                    true,
                    refused);
        }
    }

    /** @return all of this worker that were started once; what a killed worker had only created, and what joined networks for it, is removed */
    List<Found> all() throws RuntimeFailure, InterruptedException {
        var found = new ArrayList<Found>();
        var listed = engine.call(client -> client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(ContainerPlan.KEEPER, keeper))
                .exec());
        for (var container : listed) {
            if (container.getLabels().containsKey(NetworkHolder.LABEL)) {
                remove(container.getId());
                continue;
            }
            var inspected = find(container.getId());
            if (inspected.isPresent() && inspected.get().running().startedAtMillis() == 0) {
                remove(container.getId());
            } else {
                inspected.ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    void kill(String name, String signal) throws RuntimeFailure, InterruptedException {
        try {
            engine.call(
                    client -> client.killContainerCmd(name).withSignal(signal).exec());
        } catch (NotFoundException | ConflictException ended) {
            return;
        } catch (DockerException refused) {
            // Podman answers 500 when it has just ended.
            if (find(name).filter(found -> !found.running().ended()).isPresent()) {
                throw new RuntimeFailure(
                        "%s could not be stopped: %s".formatted(name, EngineWords.message(Engine.rootCause(refused))),
                        true,
                        refused);
            }
        }
    }

    void remove(String name) throws RuntimeFailure, InterruptedException {
        try {
            engine.call(client -> client.removeContainerCmd(name)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec());
        } catch (NotFoundException gone) {
            return;
        } catch (DockerException refused) {
            if (find(name).isPresent()) {
                throw new RuntimeFailure(
                        "%s could not be removed: %s".formatted(name, EngineWords.message(Engine.rootCause(refused))),
                        true,
                        refused);
            }
        }
    }

    /** Removes what the engine wrote of a run's output; Holm's own copy stays. */
    static void deleteLog(Path log) {
        try {
            Files.deleteIfExists(log);
        } catch (IOException left) {
            LOG.warn("{} could not be deleted: {}", log, left.getMessage());
        }
    }

    /** @return bytes of the writable layer; walks through it, so it is not for every second */
    long writableBytes(String name) throws RuntimeFailure, InterruptedException {
        try {
            var size = engine.call(client ->
                            client.inspectContainerCmd(name).withSize(true).exec())
                    .getSizeRw();
            return size == null ? 0 : size;
        } catch (DockerException gone) {
            return 0;
        }
    }

    private static Optional<Found> read(InspectContainerResponse container) {
        var config = container.getConfig();
        var labels = config == null || config.getLabels() == null ? Map.<String, String>of() : config.getLabels();
        var assignment = RunNames.tryRead(labels.getOrDefault(ContainerPlan.ASSIGNMENT, ""));
        var fence = Fence.tryParse(labels.getOrDefault(ContainerPlan.FENCE, ""));
        if (assignment.isEmpty() || fence.isEmpty()) {
            return Optional.empty();
        }
        var state = container.getState();
        var status = String.valueOf(state.getStatus());
        var pid = state.getPidLong() == null ? 0 : state.getPidLong();
        var startedAt = millis(state.getStartedAt());
        var ended = !Boolean.TRUE.equals(state.getRunning())
                || ProcessStat.startTicks(pid).isEmpty();
        var digest = Optional.of(labels.getOrDefault(ContainerPlan.DIGEST, "")).filter(text -> !text.isEmpty());
        var handle = RunNames.handle(assignment.get().instance(), fence.get());
        var running = new Running(handle, assignment.get(), fence.get(), startedAt, ended, digest);
        var exitStatus =
                state.getExitCodeLong() == null ? 0 : state.getExitCodeLong().intValue();
        return Optional.of(new Found(
                running,
                String.valueOf(container.getId()),
                pid,
                status,
                exitStatus,
                Boolean.TRUE.equals(state.getOOMKilled()),
                String.valueOf(container.getLogPath())));
    }

    /** @return whether the engine has not yet noticed, or never will, how the process ended */
    static boolean isUndecided(Found found) {
        return !found.status().equals("exited")
                && !found.status().equals("dead")
                && !found.status().equals(NEVER_STARTED);
    }

    /** @return whether the engine forgot how it ended, as Podman does at a restart of the machine */
    static boolean isForgotten(Found found) {
        return found.status().equals(NEVER_STARTED);
    }

    /** @return milliseconds since 1970; 0 for an engine's "never" */
    private static long millis(@Nullable String time) {
        try {
            return time == null
                    ? 0
                    : Math.max(0, OffsetDateTime.parse(time).toInstant().toEpochMilli());
        } catch (DateTimeException never) {
            return 0;
        }
    }
}
