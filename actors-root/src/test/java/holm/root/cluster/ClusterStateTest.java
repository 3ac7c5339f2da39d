package holm.root.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Candidate;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.InstanceId;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Virtualization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterStateTest {
    private static final InstanceId INSTANCE = new InstanceId(new ServiceId("00000000000000000000000b"), 0);
    private static final Fence FIRST = new Fence(1, 0, 0);
    private static final Fence SECOND = new Fence(2, 0, 0);
    private static final Resources ALL = new Resources(4_000, 1_024, 0, 0);

    private final ClusterState registered = after(ClusterState.UNKNOWN, connect(cluster(ALL, ALL)));

    @Test
    void registersAtItsFirstConnection() {
        assertThat(registered)
                .isInstanceOfSatisfying(
                        ClusterState.Known.class,
                        known -> assertThat(known.self().name()).isEqualTo("munich"));
    }

    @Test
    void writesNothingWhenOnlyFreeRoomChanged() {
        assertThat(registered.decide(connect(cluster(ALL, Resources.NONE)), 2)).isEqualTo(Decision.accept());
    }

    @Test
    void registersAgainWhenItGrew() {
        var larger = cluster(ALL.plus(ALL), ALL);
        assertThat(registered.decide(connect(larger), 2))
                .isEqualTo(Decision.accept(new ClusterEvent.Registered(larger, 2)));
    }

    @Test
    void keepsItsAssignmentsWhenItRegistersAgain() {
        var state = (ClusterState.Known) after(registered, assign(FIRST), connect(cluster(ALL.plus(ALL), ALL)));
        assertThat(state.assignments()).containsEntry(INSTANCE, FIRST);
    }

    @Test
    void isAssignedAnInstanceOnce() {
        var assigned = after(registered, assign(FIRST));
        assertThat(assigned.decide(assign(FIRST), 2)).isEqualTo(Decision.accept());
    }

    @Test
    void dropsAnOlderAssignment() {
        var assigned = after(registered, assign(SECOND));
        assertThat(assigned.decide(assign(FIRST), 2)).isEqualTo(Decision.accept());
    }

    @Test
    void losesAnAssignmentOnlyToTheSameOrANewerFence() {
        var assigned = after(registered, assign(SECOND));
        assertThat(assigned.decide(unassign(FIRST), 2)).isEqualTo(Decision.accept());
        assertThat(((ClusterState.Known) after(assigned, unassign(SECOND))).assignments())
                .isEmpty();
        assertThat(after(assigned, unassign(SECOND)).decide(unassign(SECOND), 2))
                .isEqualTo(Decision.accept());
    }

    @Test
    void knowsNothingBeforeItConnected() {
        assertThat(ClusterState.UNKNOWN.decide(assign(FIRST), 1)).isEqualTo(Decision.accept());
    }

    static Candidate cluster(Resources capacity, Resources free) {
        return new Candidate(
                "000000000000000000000000",
                "munich",
                true,
                1,
                capacity,
                free,
                Map.of("amd64", free),
                Set.of(Virtualization.CONTAINER),
                Set.of("amd64"),
                Map.of(),
                "",
                "192.0.2.1",
                0,
                0,
                List.of("worker-1"),
                Optional.of(4),
                List.of());
    }

    private static ClusterState after(ClusterState state, ClusterCommand... commands) {
        var next = state;
        for (var command : commands) {
            for (var event : ((Decision.Accepted<ClusterEvent>) next.decide(command, 1)).events()) {
                next = next.apply(event);
            }
        }
        return next;
    }

    private static ClusterCommand connect(Candidate self) {
        return new ClusterCommand.Connect(self, true, null, null);
    }

    private static ClusterCommand assign(Fence fence) {
        return new ClusterCommand.Assign(INSTANCE, fence);
    }

    private static ClusterCommand unassign(Fence fence) {
        return new ClusterCommand.Unassign(INSTANCE, fence);
    }
}
