package holm.overlay.plane;

import static org.assertj.core.api.Assertions.assertThat;

import holm.overlay.balance.Destination;
import holm.overlay.balance.Mode;
import holm.overlay.balance.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceFilesTest {
    @TempDir
    Path state;

    @Test
    void readsWhatItWrote() throws Exception {
        var files = new ServiceFiles(state);
        var table = new ServiceTable(
                Tables.service(1),
                7,
                List.of(
                        new Destination("10.30.0.1", Mode.RANDOM, List.of(new Target("10.18.0.2", 3))),
                        new Destination("fdff::1", Mode.SINGLE, List.of())));
        var alone = new ServiceTable(Tables.service(2), 1, List.of());
        files.write(table);
        files.write(alone);
        assertThat(files.all()).containsExactlyInAnyOrder(table, alone);
        files.delete(table.service());
        assertThat(files.all()).containsExactly(alone);
    }

    @Test
    void aResetTakesAlsoWhatAProcessDidNotFinish() throws Exception {
        var files = new ServiceFiles(state);
        files.write(new ServiceTable(Tables.service(1), 1, List.of()));
        Files.writeString(state.resolve("services").resolve("table.draft"), "version");
        files.deleteAll();
        assertThat(state).isEmptyDirectory();
    }

    @Test
    void leavesOutWhatItCannotUnderstand() throws Exception {
        var files = new ServiceFiles(state);
        files.write(new ServiceTable(Tables.service(1), 1, List.of()));
        for (var broken : List.of("version x", "10.30.0.1 NEVER", "10.30.0.1", "10.30.0.1 RANDOM 10.18.0.2", "")) {
            Files.writeString(
                    state.resolve("services").resolve(Tables.service(2).value()), broken + "\n");
            assertThat(files.all()).hasSize(1);
        }
    }
}
