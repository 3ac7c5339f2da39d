package holm.worker.agent;

import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.ServiceId;
import holm.domain.Virtualization;
import holm.worker.runner.InstanceRunner;
import holm.worker.runner.RunnerInput;
import holm.worker.runner.RunnerNews;
import holm.worker.runner.RunnerSurroundings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The runners of one agent, one for each instance. Confined to its agent. */
final class Runners {
    private final ActorContext<AgentCommand> context;
    private final RunnerSurroundings surroundings;
    private final ActorRef<RunnerNews> agent;
    private final Map<InstanceId, Entry> entries = new HashMap<>();

    /** @param told how many inputs it was given */
    private record Entry(ActorRef<InstanceRunner.Command> runner, long told, Optional<Virtualization> virtualization) {}

    Runners(ActorContext<AgentCommand> context, RunnerSurroundings surroundings, ActorRef<RunnerNews> agent) {
        this.context = context;
        this.surroundings = surroundings;
        this.agent = agent;
    }

    /** @return services of which an instance is here, or was told to come */
    Set<ServiceId> services() {
        return entries.keySet().stream().map(InstanceId::service).collect(Collectors.toUnmodifiableSet());
    }

    boolean has(InstanceId instance) {
        return entries.containsKey(instance);
    }

    /** @return what runs it, or would */
    Optional<Virtualization> virtualization(InstanceId instance) {
        return Optional.ofNullable(entries.get(instance)).flatMap(Entry::virtualization);
    }

    /** @param stopped up to which placement it was stopped before; only a new runner needs it */
    void deploy(RunnerInput.Deploy deploy, Fence stopped) {
        tell(
                deploy.assignment().instance(),
                deploy,
                stopped,
                Optional.of(deploy.assignment().descriptor().virtualization()));
    }

    void adopt(InstanceId instance, RunnerInput.Adopt adopt) {
        var virtualization = adopt.runs().getFirst().assignment().descriptor().virtualization();
        tell(instance, adopt, Fence.NONE, Optional.of(virtualization));
    }

    /** Does nothing when there is no runner. */
    void stop(InstanceId instance, Fence upTo) {
        if (has(instance)) {
            tell(instance, new RunnerInput.Stop(upTo), Fence.NONE, Optional.empty());
        }
    }

    /** @return whether the runner had nothing more to do and is gone */
    boolean finished(RunnerNews.Finished news) {
        var entry = entries.get(news.instance());
        if (entry == null || entry.told() != news.heard()) {
            return false;
        }
        entries.remove(news.instance());
        context.stop(entry.runner());
        return true;
    }

    private void tell(InstanceId instance, RunnerInput input, Fence stopped, Optional<Virtualization> virtualization) {
        var known = entries.get(instance);
        var runner = known == null
                ? context.spawnAnonymous(InstanceRunner.create(instance, stopped, surroundings, agent))
                : known.runner();
        var told = known == null ? 1 : known.told() + 1;
        entries.put(
                instance,
                new Entry(
                        runner,
                        told,
                        virtualization.or(() -> known == null ? Optional.empty() : known.virtualization())));
        runner.tell(new InstanceRunner.Command.FromAgent(input));
    }
}
