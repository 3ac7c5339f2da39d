package holm.worker.agent;

import holm.domain.Candidate;
import holm.domain.InstanceId;
import holm.domain.message.Usage;
import holm.overlay.NetworkFailure;
import holm.worker.machine.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an agent does regularly beside its cluster: measures, and tries runtimes that could not be used. Confined to its agent. */
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    /** Oakestra's clients know figures of this age. */
    private static final Duration MEASURE = Duration.ofSeconds(2);

    /** Some seconds after an operator installed what was missing. */
    private static final Duration PROBE = Duration.ofSeconds(10);

    /** So that measuring takes little of a core, however many instances there are; the others have their turn later. */
    private static final int MOST_SAMPLES = 1_000;

    private final ActorRef<AgentCommand> self;
    private final TimerScheduler<AgentCommand> timers;
    private final AgentSurroundings surroundings;
    private final ConcurrentMap<InstanceId, Supplier<Optional<Usage>>> samplers;
    private int turn;

    Housekeeping(
            ActorRef<AgentCommand> self,
            TimerScheduler<AgentCommand> timers,
            AgentSurroundings surroundings,
            ConcurrentMap<InstanceId, Supplier<Optional<Usage>>> samplers) {
        this.self = self;
        this.timers = timers;
        this.surroundings = surroundings;
        this.samplers = samplers;
        measureLater();
        probeLater();
    }

    void measureLater() {
        timers.startSingleTimer(new AgentCommand.MeasureAgain(), MEASURE);
    }

    void probeLater() {
        timers.startSingleTimer(new AgentCommand.ProbeAgain(), PROBE);
    }

    void measure() {
        var all = List.copyOf(samplers.values());
        var from = all.isEmpty() ? 0 : turn % all.size();
        turn = from + MOST_SAMPLES;
        Thread.ofVirtual().name("measuring").start(() -> {
            var samples = new ArrayList<Usage>();
            for (var i = 0; i < Math.min(MOST_SAMPLES, all.size()); i++) {
                sample(all.get((from + i) % all.size())).ifPresent(samples::add);
            }
            self.tell(new AgentCommand.Measured(List.copyOf(samples)));
        });
    }

    /** One that cannot be measured keeps nobody from measuring the others, now and later. */
    private static Optional<Usage> sample(Supplier<Optional<Usage>> sampler) {
        try {
            return sampler.get();
        } catch (RuntimeException defect) {
            LOG.warn("An instance cannot be measured now: {}", defect.toString());
            return Optional.empty();
        }
    }

    void probe() {
        Thread.ofVirtual().name("probing").start(() -> {
            try {
                var found = surroundings.shelf().probe();
                self.tell(new AgentCommand.Found(
                        found,
                        found.isEmpty() ? List.of() : surroundings.networks().adopt()));
            } catch (NetworkFailure failure) {
                LOG.warn("Networks of instances cannot be listed now: {}", failure.getMessage());
                self.tell(new AgentCommand.Found(List.of(), List.of()));
            } catch (RuntimeException defect) {
                LOG.error("A runtime failed in a way that it does not state, it is tried again", defect);
                self.tell(new AgentCommand.Found(List.of(), List.of()));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** @param identity under which it is known */
    Candidate self(Identity identity) {
        var settings = surroundings.settings();
        var machine = surroundings.machine();
        var capacity = settings.capacity().orElseGet(machine::capacity);
        var load = machine.load();
        var shelf = surroundings.shelf();
        return new Candidate(
                identity.worker().orElse(""),
                settings.name(),
                true,
                1,
                capacity,
                capacity,
                Map.of(Machine.architecture(), capacity),
                shelf.virtualizations(),
                shelf.architectures(),
                labels(),
                "",
                settings.address(),
                load.cpuPercent(),
                load.memoryPercent(),
                List.of(settings.name()),
                Optional.of(machine.cores()),
                List.of());
    }

    private Map<String, String> labels() {
        var labels = new HashMap<>(surroundings.shelf().facts());
        labels.putAll(surroundings.settings().labels());
        return labels;
    }
}
