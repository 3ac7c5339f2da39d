package holm.runtimes.container;

import holm.runtimes.Runs;
import holm.runtimes.RuntimeConformance;

/** What every runtime does, asked of containers with a busybox in them, whatever engine runs them. */
abstract class BusyboxConformance extends RuntimeConformance {
    /** The one of the test class. */
    abstract Busybox busybox();

    @Override
    protected Runs runsForEver() {
        return busybox().shell("trap 'exit 143' TERM; while true; do sleep 0.05; done");
    }

    @Override
    protected Runs ignoresTerm() {
        return busybox().shell("trap '' TERM; while true; do sleep 1; done");
    }

    @Override
    protected Runs exitsWith(int code) {
        return busybox().shell("exit " + code);
    }

    @Override
    protected Runs diesBySignal(int number) {
        return busybox().shell("sh -c 'kill -%d $$'; exit $?".formatted(number));
    }

    @Override
    protected Runs takesTooMuchMemory() {
        return busybox().command("/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=256M", "count=1");
    }

    @Override
    protected Runs writesTwentyLines() {
        return busybox().shell("for i in $(seq 20); do echo line $i; done");
    }

    @Override
    protected String missingCode() {
        return "docker-archive:/nonexistent/image.tar";
    }
}
