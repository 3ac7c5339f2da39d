package holm.scheduling;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** The schedulers on the class path: Holm's own, and those of plug-ins. */
public final class Schedulers {
    private Schedulers() {}

    /**
     * @param name as an operator wrote it; empty for the first
     * @param defects is told of each exception that the scheduler threw; whoever asked it is answered that nothing fits
     * @throws IllegalArgumentException when none is called so
     */
    public static Scheduler find(Optional<String> name, Consumer<RuntimeException> defects) {
        var all = ServiceLoader.load(Scheduler.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return all.stream()
                .filter(scheduler -> name.map(scheduler.name()::equals).orElse(true))
                .findFirst()
                .map(found -> new GuardedScheduler(found, defects))
                .orElseThrow(() -> new IllegalArgumentException("no scheduler is called %s; there are %s"
                        .formatted(
                                name.orElse("anything"),
                                all.stream().map(Scheduler::name).sorted().toList())));
    }
}
