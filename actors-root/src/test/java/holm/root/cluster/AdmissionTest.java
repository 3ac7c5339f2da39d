package holm.root.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.InstallationId;
import holm.domain.Resources;
import holm.domain.message.Downward;
import holm.domain.message.Upward;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final InstallationId OURS = new InstallationId("00000000000000000000000c");
    private static final InstallationId OTHER = new InstallationId("00000000000000000000000d");
    private final Admission admission = new Admission(OURS, 5);
    private final String id = admission.idOf("munich").value();

    @Test
    void takesACluster() {
        assertThat(admission.refuse(hello(Optional.empty(), Optional.empty(), 0)))
                .isEmpty();
        assertThat(admission.refuse(hello(Optional.of(OURS), Optional.of(id), 5)))
                .isEmpty();
    }

    @Test
    void givesTheSameNameTheSameId() {
        assertThat(admission.idOf("munich")).isEqualTo(admission.idOf("munich")).isNotEqualTo(admission.idOf("berlin"));
        assertThat(new Admission(OTHER, 5).idOf("munich")).isNotEqualTo(admission.idOf("munich"));
    }

    @Test
    void refusesAClusterOfAnotherInstallation() {
        assertThat(code(hello(Optional.of(OTHER), Optional.of(id), 1))).contains("other-installation");
    }

    @Test
    void refusesAClusterThatHasMetANewerDatabase() {
        assertThat(code(hello(Optional.of(OURS), Optional.of(id), 6))).contains("older-database");
    }

    @Test
    void refusesAClusterThatWasRenamed() {
        assertThat(code(hello(
                        Optional.of(OURS), Optional.of(admission.idOf("berlin").value()), 5)))
                .contains("other-name");
    }

    private Optional<String> code(Upward.Hello hello) {
        return admission.refuse(hello).map(Downward.Rejected::code);
    }

    private static Upward.Hello hello(Optional<InstallationId> installation, Optional<String> id, long generation) {
        return new Upward.Hello(installation, id, generation, ClusterStateTest.cluster(Resources.NONE, Resources.NONE));
    }
}
