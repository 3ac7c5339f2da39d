package holm.worker.runner;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.message.Assignment;
import holm.domain.network.InstanceNetwork;
import holm.overlay.Attachment;
import holm.overlay.NetworkFailure;
import holm.overlay.dns.AddressName;
import holm.runtimes.Exit;
import holm.runtimes.Launch;
import holm.runtimes.Resolver;
import holm.runtimes.Running;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The blocking half of a runner: each method does one piece of work and says what came of it. For virtual threads. */
final class RunnerWork {
    private static final Logger LOG = LoggerFactory.getLogger(RunnerWork.class);

    /** What people expect of SIGTERM (architecture.md 5). */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** An engine or a network that cannot take something down now is asked again. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final InstanceId instance;
    private final RunnerSurroundings surroundings;

    RunnerWork(InstanceId instance, RunnerSurroundings surroundings) {
        this.instance = instance;
        this.surroundings = surroundings;
    }

    /** Something that can be interrupted, and fails in the ways of runtimes and networks. */
    @FunctionalInterface
    interface Piece {
        RunnerInput run() throws RuntimeFailure, NetworkFailure, InterruptedException;
    }

    RunnerInput fetch(Runtime runtime, ServiceDescriptor descriptor, Consumer<String> progress) {
        return attempt(() -> {
            runtime.fetch(runtime.code(descriptor), progress);
            return new RunnerInput.Fetched();
        });
    }

    RunnerInput attach(Runtime runtime, Assignment assignment, Consumer<RunnerInput> news) {
        surroundings.networks().obstacle(instance).map(RunnerInput.Waiting::new).ifPresent(news);
        var descriptor = assignment.descriptor();
        return attempt(() -> new RunnerInput.Attached(surroundings
                .networks()
                .attach(instance, descriptor.ports(), runtime.network(), descriptor.isolated())));
    }

    RunnerInput launch(Runtime runtime, Assignment assignment, Fence fence, Optional<Attachment> attachment) {
        return attempt(() -> {
            var whose = surroundings
                    .whose()
                    .get()
                    .orElseThrow(() -> new RuntimeFailure("no cluster has welcomed this worker yet", true));
            return new RunnerInput.Launched(runtime.launch(new Launch(
                    whose.installation(),
                    whose.workerId(),
                    assignment,
                    fence,
                    attachment.map(Attachment::network).orElseGet(InstanceNetwork.None::new),
                    attachment.flatMap(Attachment::resolver).map(address -> resolver(address, assignment)))));
        });
    }

    private static Resolver resolver(String address, Assignment assignment) {
        return new Resolver(
                address, AddressName.searchDomain(assignment.descriptor().name()));
    }

    /** Asks again while an engine is away; an end that nobody wrote down is an end all the same. */
    Optional<RunnerInput> await(Runtime runtime, Running running) {
        while (true) {
            try {
                var exit = runtime.await(running);
                var lasted = Math.max(0, surroundings.clock().millis() - running.startedAtMillis());
                return Optional.of(new RunnerInput.Ended(running, exit, lasted));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } catch (RuntimeFailure failure) {
                if (!failure.isTransient()) {
                    return Optional.of(new RunnerInput.Ended(running, Exit.unknown(message(failure)), 0));
                }
                LOG.warn("{}: its end cannot be awaited now: {}", running.handle(), failure.getMessage());
                if (!pause()) {
                    return Optional.empty();
                }
            } catch (RuntimeException defect) {
                LOG.error("{}: its end cannot be awaited now", running.handle(), defect);
                if (!pause()) {
                    return Optional.empty();
                }
            }
        }
    }

    RunnerInput takeDown(Optional<Runtime> runtime, List<Running> runs, boolean forget) {
        try {
            if (runtime.isPresent()) {
                for (var run : runs) {
                    runtime.get().stop(run, GRACE);
                    runtime.get().remove(run);
                }
            }
            surroundings.networks().detach(instance);
            if (forget) {
                runtime.ifPresent(known -> known.forget(instance));
            }
            return new RunnerInput.TakenDown();
        } catch (RuntimeFailure | NetworkFailure failure) {
            LOG.warn("{} cannot be taken down now, trying again: {}", instance, failure.getMessage());
            pause();
            return new RunnerInput.NotTakenDown(message(failure));
        } catch (RuntimeException defect) {
            LOG.error("{} cannot be taken down now, trying again", instance, defect);
            pause();
            return new RunnerInput.NotTakenDown(message(defect));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new RunnerInput.NotTakenDown("interrupted");
        }
    }

    /** Frees what nobody needs any more; what cannot be freed now is freed when the instance is taken down. */
    void remove(Runtime runtime, List<Running> runs) {
        for (var run : runs) {
            try {
                runtime.stop(run, GRACE);
                runtime.remove(run);
            } catch (RuntimeFailure failure) {
                LOG.warn("{} is left for now: {}", run.handle(), failure.getMessage());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    void giveNetworkBack() {
        try {
            surroundings.networks().detach(instance);
        } catch (NetworkFailure failure) {
            LOG.warn("The network of {} is left for now: {}", instance, failure.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static RunnerInput attempt(Piece piece) {
        try {
            return piece.run();
        } catch (RuntimeFailure failure) {
            return new RunnerInput.Failed(message(failure), failure.isTransient(), false);
        } catch (NetworkFailure failure) {
            return new RunnerInput.Failed(message(failure), !failure.mayDoElsewhere(), failure.mayDoElsewhere());
        } catch (InterruptedException interrupted) {
            return new RunnerInput.Failed("interrupted", true, false);
        } catch (RuntimeException defect) {
            LOG.error("A runtime or network failed in a way that it does not state", defect);
            return new RunnerInput.Failed("the worker failed: " + defect, false, false);
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(AGAIN);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String message(Exception failure) {
        return String.valueOf(failure.getMessage());
    }
}
