package holm.runtimes.container;

import holm.domain.Virtualization;
import holm.runtimes.Runs;
import holm.runtimes.Runtime;
import holm.runtimes.RuntimeConformance;
import holm.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@Needs.Podman
class ContainerRuntimeTest extends RuntimeConformance {
    private static Path state;
    private static String busybox;

    @BeforeAll
    static void writeImage() throws Exception {
        state = Files.createTempDirectory("holm-runtimes");
        var archive = state.resolve("busybox.tar");
        BusyboxImage.write(archive, "docker.io/library/busybox:latest");
        busybox = "docker-archive:" + archive;
    }

    @AfterAll
    static void erase() throws Exception {
        EngineErasure.erase(state);
    }

    @Override
    protected Runtime open() {
        return new ContainerRuntime(ContainerSettings.of(state));
    }

    @Override
    protected Runs runsForEver() {
        return shell("trap 'exit 143' TERM; while true; do sleep 0.05; done");
    }

    @Override
    protected Runs ignoresTerm() {
        return shell("trap '' TERM; while true; do sleep 1; done");
    }

    @Override
    protected Runs exitsWith(int code) {
        return shell("exit " + code);
    }

    @Override
    protected Runs diesBySignal(int number) {
        return shell("sh -c 'kill -%d $$'; exit $?".formatted(number));
    }

    @Override
    protected Runs takesTooMuchMemory() {
        return container("/bin/dd", "if=/dev/zero", "of=/dev/null", "bs=256M", "count=1");
    }

    @Override
    protected Runs writesTwentyLines() {
        return shell("for i in $(seq 20); do echo line $i; done");
    }

    @Override
    protected String missingCode() {
        return "docker-archive:/nonexistent/image.tar";
    }

    private static Runs shell(String script) {
        return container("/bin/sh", "-c", script);
    }

    private static Runs container(String... cmd) {
        return new Runs(busybox, Virtualization.CONTAINER, List.of(cmd), List.of(), 32, 1);
    }
}
