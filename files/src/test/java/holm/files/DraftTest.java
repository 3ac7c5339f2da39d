package holm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DraftTest {
    /** Both ways to replace a file; what only a power cut tells apart, no test does. */
    enum Way {
        AT_ONCE {
            @Override
            void replace(Draft draft, Path file, String content) throws IOException {
                draft.replace(file, content.getBytes(UTF_8));
            }
        },
        DURABLY {
            @Override
            void replace(Draft draft, Path file, String content) throws IOException {
                draft.replaceDurably(file, content.getBytes(UTF_8));
            }
        };

        abstract void replace(Draft draft, Path file, String content) throws IOException;
    }

    @TempDir
    private Path state;

    private Path directory;
    private Path file;
    private Draft draft;

    @BeforeEach
    void choosePlaces() {
        directory = state.resolve("of").resolve("tables");
        file = directory.resolve("one");
        draft = new Draft(directory.resolve("table.draft"));
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingButTheNewContent(Way way) throws IOException {
        way.replace(draft, file, "a long first content");
        way.replace(draft, file, "the second");
        assertThat(file).hasContent("the second");
        assertThat(directory).isDirectoryContaining(file::equals).isDirectoryNotContaining(draft.path()::equals);
    }

    @ParameterizedTest
    @EnumSource
    void overwritesWhatAKilledProcessLeft(Way way) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(draft.path(), "half of something that was longer");
        way.replace(draft, file, "whole");
        assertThat(file).hasContent("whole");
        assertThat(draft.path()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void keepsOthersFromReadingAlsoWhatTheyCouldBefore(Way way) throws IOException {
        Files.createDirectories(directory);
        var open = PosixFilePermissions.fromString("rw-r--r--");
        Files.setPosixFilePermissions(Files.writeString(file, "open"), open);
        Files.setPosixFilePermissions(Files.writeString(draft.path(), "open, too"), open);
        way.replace(draft, file, "secret");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** A directory with something in it is replaced by no file, so the last step fails. */
    @ParameterizedTest
    @EnumSource
    void aFailureLeavesTheOldContentAndNoDraft(Way way) throws IOException {
        var inTheWay = Files.createDirectories(file).resolve("old");
        Files.writeString(inTheWay, "content");
        assertThatThrownBy(() -> way.replace(draft, file, "new")).isInstanceOf(IOException.class);
        assertThat(inTheWay).hasContent("content");
        assertThat(draft.path()).doesNotExist();
    }

    /** A directory in the draft's place cannot be written, so the first step fails. */
    @ParameterizedTest
    @EnumSource
    void aDraftThatCannotBeWrittenLeavesTheOldContent(Way way) throws IOException {
        way.replace(draft, file, "old");
        Files.createFile(Files.createDirectories(draft.path()).resolve("something"));
        assertThatThrownBy(() -> way.replace(draft, file, "new")).isInstanceOf(IOException.class);
        assertThat(file).hasContent("old");
    }

    @Test
    void isDiscardedWhetherItIsThereOrNot() throws IOException {
        draft.discard();
        Files.createDirectories(directory);
        Files.writeString(draft.path(), "half");
        draft.discard();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void isBesideItsFile() {
        assertThat(Draft.of(file).path()).isEqualTo(directory.resolve("one.draft"));
    }
}
