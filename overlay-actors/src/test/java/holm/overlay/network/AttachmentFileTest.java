package holm.overlay.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentFileTest {
    @TempDir
    Path state;

    @Test
    void removesWhatAProcessThatWasKilledDidNotFinish() throws Exception {
        Files.writeString(state.resolve("attachment.draft"), "v4=10.18");
        assertThat(new AttachmentFile(state).all()).isEmpty();
        assertThat(state).isEmptyDirectory();
    }
}
