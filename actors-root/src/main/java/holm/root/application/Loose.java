package holm.root.application;

import holm.domain.ApplicationId;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loose ends: applications whose row could not be brought to its end because the database or an actor did not answer. Thread-safe. */
final class Loose {
    private static final Logger LOG = LoggerFactory.getLogger(Loose.class);

    /** A database that is away comes back in seconds or in hours. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Consumer<ApplicationId> settle;

    Loose(Consumer<ApplicationId> settle) {
        this.settle = settle;
    }

    /** Tries until it works or the process ends; the next start does it then. */
    void add(ApplicationId id) {
        Thread.ofVirtual().name("holm-root-settle-" + id).start(() -> settleUntilDone(id));
    }

    private void settleUntilDone(ApplicationId id) {
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                Thread.sleep(pause);
                settle.accept(id);
                return;
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException failed) {
                LOG.debug("application {} is not settled yet", id, failed);
                pause = pause.compareTo(LONGEST_PAUSE.dividedBy(2)) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }
}
