package holm.runtimes;

import holm.domain.InstanceId;
import holm.domain.Virtualization;
import holm.domain.descriptor.ServiceDescriptor;
import holm.domain.message.Usage;
import holm.domain.network.NetworkNeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something that can run instances on this worker. Every method may block and may be called by any (virtual) thread, for one
 * instance by one thread at a time. Everything a runtime must remember stands on what it runs (labels, state directory): a
 * restarted worker calls {@link #adopt()} and goes on.
 */
@SuppressWarnings("AvoidCommonTypeNames") // the word of the architecture; nobody here needs java.lang.Runtime
public interface Runtime extends AutoCloseable {
    /** Which descriptors it serves. */
    Virtualization virtualization();

    /** What sort of network its instances take; whoever launches one has it made before. */
    NetworkNeed network();

    /** Finds out whether it can run here. Called once at start and again when it could not; starts what it needs (a service of its own). */
    Probe probe();

    /**
     * Which code of a service runs here: a descriptor can name one for each architecture.
     *
     * @throws RuntimeFailure when none of them does
     */
    default String code(ServiceDescriptor descriptor) throws RuntimeFailure {
        return descriptor.code();
    }

    /**
     * Makes the code of a service present. Many callers for one code wait for one fetch.
     *
     * @param code what {@link #code} says
     * @param progress told now and then, one short line such as {@code 12 of 40 MiB}
     * @return the digest of what was fetched, {@code sha256:…}
     * @throws RuntimeFailure when it cannot be had
     */
    String fetch(String code, Consumer<String> progress) throws RuntimeFailure, InterruptedException;

    /**
     * Starts one run, and waits until it is ready where a runtime can tell. Nothing is left behind when it throws.
     *
     * @return what runs now
     * @throws RuntimeFailure when it cannot be started; its message goes to the person who deployed it
     */
    Running launch(Launch launch) throws RuntimeFailure, InterruptedException;

    /** Whether a thread in {@link #launch} can be interrupted without leaving anything behind; the others end it in seconds. */
    default boolean mayBeInterruptedAtLaunch() {
        return false;
    }

    /** @return everything of this worker that this runtime finds, running or ended and not yet removed; never what others started */
    List<Running> adopt() throws RuntimeFailure, InterruptedException;

    /**
     * Waits until a run has ended. Once it has answered, everything that the run wrote stands in its log.
     *
     * @return how it ended; also when it had ended before, also across restarts of the worker
     */
    Exit await(Running running) throws RuntimeFailure, InterruptedException;

    /** Asks it to end (SIGTERM), and ends it (SIGKILL) after {@code grace}. Does nothing when it has ended. */
    void stop(Running running, Duration grace) throws RuntimeFailure, InterruptedException;

    /** Removes what an ended run left, but for its log. Does nothing when there is nothing. */
    void remove(Running running) throws RuntimeFailure, InterruptedException;

    /** @return what it uses now; empty when it has ended */
    Optional<Usage> usage(Running running);

    /** Removes the logs of an instance and everything else that is kept of it. */
    void forget(InstanceId instance);

    /** @return where the log of this instance is read; there for every instance, empty before it wrote anything */
    LogStore.Reader logs(InstanceId instance);

    /** Lets go of what was opened, without stopping what runs. */
    @Override
    void close();
}
