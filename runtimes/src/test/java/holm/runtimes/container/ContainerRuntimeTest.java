package holm.runtimes.container;

import holm.runtimes.Runtime;
import holm.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@Needs.Podman
class ContainerRuntimeTest extends BusyboxConformance {
    private static Path state;
    private static Busybox busybox;

    @BeforeAll
    static void writeImage() throws Exception {
        state = Files.createTempDirectory("holm-runtimes");
        busybox = Busybox.in(state);
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
    Busybox busybox() {
        return busybox;
    }
}
