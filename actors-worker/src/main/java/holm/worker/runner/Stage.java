package holm.worker.runner;

import holm.domain.Fence;
import holm.runtimes.Running;

/** Where a runner stands. */
sealed interface Stage {
    /** Nothing was done yet. */
    record Fresh() implements Stage {}

    record Fetching() implements Stage {}

    record Attaching() implements Stage {}

    record Launching() implements Stage {}

    record Up(Running running) implements Stage {}

    /** Waits before the next attempt, which will have this fence. */
    record Pausing(Fence next) implements Stage {}

    /** Over by itself, and not to be started again; what ended stays until somebody says stop. */
    record Over() implements Stage {}

    record TakingDown() implements Stage {}

    /** Nothing is here any more. */
    record Gone() implements Stage {}
}
