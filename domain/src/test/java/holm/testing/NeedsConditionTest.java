package holm.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

class NeedsConditionTest {
    private static final List<Need> NEEDS = List.of(Need.ROOT, Need.QEMU);

    @Test
    void runsWhenEverythingIsThere() {
        assertThat(NeedsCondition.decide(NEEDS, _ -> true, true).isDisabled()).isFalse();
    }

    @Test
    void skipsAndNamesWhatIsMissing() {
        var result = NeedsCondition.decide(NEEDS, need -> need == Need.ROOT, false);

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .hasValue("missing QEMU (apt-get install qemu-system-x86 linux-image-cloud-amd64 busybox-static)");
    }

    @Test
    void failsWhenEverythingIsRequired() {
        assertThatThrownBy(() -> NeedsCondition.decide(NEEDS, _ -> false, true))
                .hasMessageContaining("missing ROOT")
                .hasMessageContaining("QEMU");
    }

    @Test
    void ciRequiresEverythingUnlessToldOtherwise() {
        assertThat(NeedsCondition.isEverythingRequired(Map.of("CI", "true"), ""))
                .isTrue();
        assertThat(NeedsCondition.isEverythingRequired(Map.of("CI", "true", "HOLM_REQUIRE_ALL", "false"), ""))
                .isFalse();
        assertThat(NeedsCondition.isEverythingRequired(Map.of(), "false")).isFalse();
        assertThat(NeedsCondition.isEverythingRequired(Map.of(), "true")).isTrue();
    }

    @Test
    @Needs.Root
    @Needs.Podman
    void stackedNeedsAreAllSeen() throws NoSuchMethodException {
        var method = NeedsConditionTest.class.getDeclaredMethod("stackedNeedsAreAllSeen");

        assertThat(AnnotationSupport.findRepeatableAnnotations(method, Needs.class))
                .flatExtracting(needs -> List.of(needs.value()))
                .containsExactly(Need.ROOT, Need.PODMAN);
    }
}
