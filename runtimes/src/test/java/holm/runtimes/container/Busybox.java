package holm.runtimes.container;

import holm.domain.Virtualization;
import holm.runtimes.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What containers of tests run: nothing is fetched from a registry.
 *
 * @param code as a descriptor names it
 */
record Busybox(String code) {
    /** Writes its image into a folder. */
    static Busybox in(Path folder) throws IOException {
        var archive = folder.resolve("busybox.tar");
        BusyboxImage.write(archive, "docker.io/library/busybox:latest");
        return new Busybox("docker-archive:" + archive);
    }

    Runs shell(String script) {
        return command("/bin/sh", "-c", script);
    }

    /** @param cmd none for the image's own */
    Runs command(String... cmd) {
        return new Runs(code, Virtualization.CONTAINER, List.of(cmd), List.of(), 32, 1);
    }
}
