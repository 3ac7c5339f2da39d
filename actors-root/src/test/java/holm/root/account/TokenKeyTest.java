package holm.root.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeyTest {
    @TempDir
    Path directory;

    @Test
    void isKeptForItsOwnerAlone() throws IOException {
        var made = TokenKey.in(Optional.of(directory));
        var file = directory.resolve("token-key.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(TokenKey.in(Optional.of(directory)).key()).isEqualTo(made.key());
        assertThat(TokenKey.in(Optional.of(directory)).secretFor("x"))
                .isEqualTo(made.secretFor("x"))
                .isNotEqualTo(made.secretFor("y"));
    }

    @Test
    void isAnotherOneWithoutADirectory() throws IOException {
        assertThat(TokenKey.in(Optional.empty()).key())
                .isNotEqualTo(TokenKey.in(Optional.empty()).key());
    }

    @Test
    void saysWhatToDoWithABrokenFile() throws IOException {
        Files.writeString(directory.resolve("token-key.json"), "{}");
        assertThatThrownBy(() -> TokenKey.in(Optional.of(directory)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("delete it");
    }
}
