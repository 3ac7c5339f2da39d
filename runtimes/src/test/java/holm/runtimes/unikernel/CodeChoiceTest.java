package holm.runtimes.unikernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holm.runtimes.RuntimeFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeChoiceTest {
    private static final String ONE = "https://example.org/nginx_amd64.tar.gz";
    private static final String OTHER = "https://example.org/nginx%2C1.27_arm64.tar.gz";

    @Test
    void takesTheOneArchiveForEveryArchitecture() throws Exception {
        assertThat(choose(ONE, "amd64")).isEqualTo(ONE);
        assertThat(choose(ONE, "arm64", "amd64")).isEqualTo(ONE);
        assertThat(choose(ONE)).isEqualTo(ONE);
    }

    @Test
    void takesTheArchiveThatStandsWhereTheArchitectureStands() throws Exception {
        assertThat(choose(ONE + "," + OTHER, "amd64", "arm64")).isEqualTo(ONE);
        assertThat(choose(OTHER + "," + ONE, "arm64", "amd64")).isEqualTo(ONE);
        assertThat(CodeChoice.of(ONE + "," + OTHER, List.of("amd64", "arm64"), Architecture.ARM64))
                .isEqualTo(OTHER);
    }

    @Test
    void refusesANumberOfArchivesThatFitsNoNumberOfArchitectures() {
        assertThatThrownBy(() -> choose(ONE + "," + OTHER, "amd64"))
                .isInstanceOf(RuntimeFailure.class)
                .hasMessage(
                        "code names 2 archives and arch names 1 architectures: write one archive for each, or one for all");
        assertThatThrownBy(() -> choose(ONE + "," + OTHER)).hasMessageContaining("arch names 0");
    }

    @Test
    void saysForWhomItIsBuilt() {
        assertThatThrownBy(() -> choose(ONE, "arm64", "riscv64"))
                .hasMessage("this worker is amd64, and the unikernel is built for arm64 and riscv64");
    }

    private static String choose(String code, String... architectures) throws RuntimeFailure {
        return CodeChoice.of(code, List.of(architectures), Architecture.AMD64);
    }
}
