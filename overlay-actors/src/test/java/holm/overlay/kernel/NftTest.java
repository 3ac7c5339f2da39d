package holm.overlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.overlay.NetworkFailure;
import holm.testing.Needs;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Needs.Root
class NftTest {
    private static final String NAMESPACE = "hlmpnft";
    private Inside inside;

    @BeforeEach
    void enter() throws Exception {
        inside = Inside.make(NAMESPACE);
    }

    @AfterEach
    void leave() throws Exception {
        inside.delete();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void runsATransactionAndListsWhatIsThere(boolean byLibrary) throws Exception {
        try (var nft = inside.call(() -> open(byLibrary))) {
            inside.call(() -> {
                nft.run(
                        "add table inet t\nadd set inet t s { type ipv4_addr ; }\nadd element inet t s { 10.30.0.1 }\n");
                return true;
            });
            assertThat(inside.call(() -> nft.list("list set inet t s"))).contains("10.30.0.1");
            assertThat(Command.run("", List.of("nft", "list", "tables"))).doesNotContain("table inet t\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefusedTransactionChangesNothingAndSaysWhy(boolean byLibrary) throws Exception {
        try (var nft = inside.call(() -> open(byLibrary))) {
            assertThatThrownBy(() -> inside.call(() -> {
                        nft.run("add table inet t\nadd chain inet t c\ndelete chain inet t absent\n");
                        return true;
                    }))
                    .isInstanceOf(NetworkFailure.class)
                    .hasMessageContaining("No such file or directory");
            assertThat(inside.call(() -> nft.list("list tables"))).isBlank();
        }
    }

    @Test
    void staysInTheNamespaceOfTheThreadThatOpenedIt() throws Exception {
        try (var nft = inside.call(() -> open(true))) {
            nft.run("add table inet t");
            assertThat(inside.run("nft", "list", "tables")).contains("table inet t");
        }
    }

    @Test
    void isByCommandWhereTheLibraryIsMissing() {
        assertThat(LibraryNft.open("libnftables.so.absent")).isEmpty();
        try (var nft = Nft.open()) {
            assertThat(nft).isInstanceOf(LibraryNft.class);
        }
    }

    private static Nft open(boolean byLibrary) {
        return byLibrary ? LibraryNft.open(LibraryNft.NAME).orElseThrow() : new CommandNft();
    }
}
