package holm.worker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.domain.InstallationId;
import holm.domain.message.Downward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final InstallationId HERE = new InstallationId("aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final InstallationId ELSEWHERE = new InstallationId("cccccccccccccccccccccccc");
    private static final String WORKER = "bbbbbbbbbbbbbbbbbbbbbbbb";
    private static final Identity KNOWN = new Identity(Optional.of(HERE), Optional.of(WORKER), 5, Optional.of("north"));

    @TempDir
    private Path directory;

    @Test
    void takesWhatItsFirstClusterCallsIt() {
        assertThat(Identity.NEW.meet(new Downward.Welcome(HERE, WORKER, 5, "north")))
                .isEqualTo(new Identity.Outcome.Accepted(KNOWN));
    }

    @Test
    void remembersTheHighestGeneration() {
        assertThat(KNOWN.meet(new Downward.Welcome(HERE, WORKER, 6, "north")))
                .isEqualTo(new Identity.Outcome.Accepted(
                        new Identity(Optional.of(HERE), Optional.of(WORKER), 6, Optional.of("north"))));
    }

    @Test
    void refusesAnotherInstallation() {
        assertThat(KNOWN.meet(new Downward.Welcome(ELSEWHERE, WORKER, 5, "north")))
                .isInstanceOf(Identity.Outcome.Foreign.class);
    }

    @Test
    void refusesAnotherCluster() {
        assertThat(KNOWN.meet(new Downward.Welcome(HERE, WORKER, 5, "south")))
                .isInstanceOf(Identity.Outcome.Foreign.class);
    }

    @Test
    void refusesAnOlderDatabase() {
        assertThat(KNOWN.meet(new Downward.Welcome(HERE, WORKER, 4, "north")))
                .isInstanceOf(Identity.Outcome.Foreign.class);
    }

    @Test
    void isTheSameAfterARestart() throws IOException {
        new IdentityFile(directory).write(KNOWN);
        assertThat(new IdentityFile(directory).read()).isEqualTo(KNOWN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("identity.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void isNewWithoutAFile() throws IOException {
        assertThat(new IdentityFile(directory.resolve("none")).read()).isEqualTo(Identity.NEW);
    }

    @Test
    void isNotMadeAnewWhenTheFileIsBroken() throws IOException {
        Files.writeString(directory.resolve("identity.json"), "{\"installation\":");
        assertThatThrownBy(() -> new IdentityFile(directory).read())
                .hasMessageContaining("identity.json cannot be read");
    }
}
