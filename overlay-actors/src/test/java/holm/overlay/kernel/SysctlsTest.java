package holm.overlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import holm.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Needs.Root
class SysctlsTest {
    private static final String NAMESPACE = "hlmpsysctl";
    private static final int SETTINGS = 24;

    @TempDir
    Path state;

    private Inside inside;

    @BeforeEach
    void enter() throws Exception {
        inside = Inside.make(NAMESPACE);
    }

    @AfterEach
    void leave() throws Exception {
        inside.delete();
    }

    @Test
    void putsBackWhatItChanged() throws Exception {
        var sysctls = new Sysctls(memory());
        inside.call(done(() -> sysctls.set("net/ipv4/conf/lo/accept_local", "1")));
        assertThat(inside.run("cat", "/proc/sys/net/ipv4/conf/lo/accept_local")).isEqualTo("1\n");
        inside.call(done(() -> new Sysctls(memory()).restore()));
        assertThat(inside.run("cat", "/proc/sys/net/ipv4/conf/lo/accept_local")).isEqualTo("0\n");
        assertThat(state).isEmptyDirectory();
    }

    /** As the bridge, the tunnel and the miss path do, each with an object of its own. */
    @Test
    void remembersWhatSeveralChangeAtOnce() throws Exception {
        var links = new StringBuilder();
        for (var i = 0; i < SETTINGS; i++) {
            links.append("link add s%d type bridge\n".formatted(i));
        }
        Command.run(links.toString(), List.of("ip", "-netns", NAMESPACE, "-batch", "-"));
        var changes = new ArrayList<CompletableFuture<Boolean>>();
        for (var i = 0; i < SETTINGS; i++) {
            var path = "net/ipv4/conf/s%d/accept_local".formatted(i);
            changes.add(inside.later(done(() -> new Sysctls(memory()).set(path, "1"))));
        }
        for (var change : changes) {
            change.get();
        }
        assertThat(Files.readAllLines(memory()).stream().filter(line -> line.endsWith("=0")))
                .hasSize(SETTINGS);
    }

    private Path memory() {
        return state.resolve("sysctls");
    }

    /** An action that may fail. */
    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    private static Callable<Boolean> done(Action action) {
        return () -> {
            action.run();
            return true;
        };
    }
}
