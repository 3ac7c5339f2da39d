package holm.cluster.worker;

import static org.assertj.core.api.Assertions.assertThat;

import holm.cluster.worker.WorkerCommand.Confirm;
import holm.cluster.worker.WorkerCommand.KeepSubnet;
import holm.cluster.worker.WorkerCommand.Register;
import holm.cluster.worker.WorkerCommand.Release;
import holm.cluster.worker.WorkerCommand.Reserve;
import holm.cluster.worker.WorkerCommand.SubnetTaken;
import holm.domain.Decision;
import holm.domain.Fence;
import holm.domain.HostPort;
import holm.domain.InstanceId;
import holm.domain.Protocol;
import holm.domain.Refusal;
import holm.domain.Resources;
import holm.domain.ServiceId;
import holm.domain.Virtualization;
import holm.domain.address.Ipv4Address;
import holm.domain.address.Ipv6Address;
import holm.domain.address.NodeSubnet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WorkerStateTest {
    private static final Resources HALF = new Resources(1_000, 512, 0, 0);
    private static final Fence FIRST = new Fence(1, 1, 0);
    private static final Fence SECOND = new Fence(1, 2, 0);
    private static final HostPort WEB = new HostPort(8080, Protocol.TCP);
    private static final InstanceId A = instance(0);
    private static final InstanceId B = instance(1);
    private static final NodeSubnet SUBNET =
            new NodeSubnet(Optional.of(Ipv4Address.parse("10.18.0.64")), Ipv6Address.parse("fc00::100"));
    private final WorkerState idle = WorkerState.UNKNOWN.apply(new WorkerEvent.Registered(registration(2_000, 1_024)));

    @Test
    void promisesWhatFits() {
        assertThat(events(idle, reserve(A, FIRST))).containsExactly(new WorkerEvent.Reserved(reservation(A, FIRST)));
    }

    @Test
    void promisesNothingTwice() {
        assertThat(events(after(reserve(A, FIRST)), reserve(A, FIRST))).isEmpty();
    }

    @Test
    void refusesAnOlderFence() {
        assertThat(code(after(reserve(A, SECOND)), reserve(A, FIRST))).isEqualTo("stale-fence");
    }

    @Test
    void replacesAnOlderPromiseInsteadOfAddingToIt() {
        var state = after(reserve(A, FIRST), reserve(A, SECOND));
        assertThat(state.free()).isEqualTo(HALF);
        assertThat(state.reservations()).hasSize(1);
    }

    @Test
    void settlesEachReservationOnWhatTheOnesBeforeItLeft() {
        var settlement = idle.settle(List.of(
                reservation(A, FIRST, WEB),
                reservation(B, FIRST, WEB),
                reservation(instance(2), FIRST),
                reservation(instance(3), FIRST),
                reservation(A, FIRST, WEB)));
        assertThat(settlement.events())
                .containsExactly(
                        new WorkerEvent.Reserved(reservation(A, FIRST, WEB)),
                        new WorkerEvent.Reserved(reservation(instance(2), FIRST)));
        assertThat(settlement.refusals())
                .extracting(refusal -> refusal.map(Refusal::code).orElse("promised"))
                .containsExactly("promised", "port-taken", "promised", "no-capacity", "promised");
    }

    @Test
    void refusesWhatDoesNotFitAnyMore() {
        assertThat(code(after(reserve(A, FIRST), reserve(B, FIRST)), reserve(instance(2), FIRST)))
                .isEqualTo("no-capacity");
    }

    @Test
    void refusesAPortThatSomebodyElseHolds() {
        assertThat(code(after(reserve(A, FIRST, WEB)), reserve(B, FIRST, WEB))).isEqualTo("port-taken");
    }

    @Test
    void givesAPortToTheNextOneAfterTheRelease() {
        var state = after(reserve(A, FIRST, WEB), release(A, FIRST));
        assertThat(events(state, reserve(B, FIRST, WEB))).hasSize(1);
    }

    @Test
    void keepsItsPortWhenThePromiseIsRenewed() {
        assertThat(events(after(reserve(A, FIRST, WEB)), reserve(A, SECOND, WEB)))
                .hasSize(1);
    }

    @Test
    void hasEverythingAgainAfterTheLastRelease() {
        assertThat(after(reserve(A, FIRST, WEB), release(A, FIRST))).isEqualTo(idle);
    }

    @Test
    void aLateReleaseOfAnOlderPlacementTakesNothingFromTheYounger() {
        assertThat(events(after(reserve(A, SECOND)), release(A, FIRST))).isEmpty();
    }

    @Test
    void releasesWhateverTheRunWas() {
        assertThat(events(after(reserve(A, FIRST)), release(A, new Fence(1, 1, 7))))
                .containsExactly(new WorkerEvent.Released(A));
    }

    @Test
    void releasingNothingChangesNothing() {
        assertThat(events(idle, release(A, FIRST))).isEmpty();
    }

    @Test
    void keepsItsPromisesWhenItComesBackSmaller() {
        var state = after(reserve(A, FIRST), reserve(B, FIRST), new Register(registration(1_000, 512), null));
        assertThat(state.free()).isEqualTo(new Resources(-1_000, -512, 0, 0));
        assertThat(code(state, reserve(instance(2), FIRST))).isEqualTo("no-capacity");
    }

    @Test
    void registeringTheSameTwiceChangesNothing() {
        assertThat(events(idle, new Register(registration(2_000, 1_024), null))).isEmpty();
    }

    @Test
    void anUnknownWorkerPromisesNothingAndIsNotConfirmed() {
        assertThat(code(WorkerState.UNKNOWN, reserve(A, FIRST))).isEqualTo("unknown-worker");
        assertThat(code(WorkerState.UNKNOWN, new Confirm(null))).isEqualTo("unknown-worker");
    }

    @Test
    void isRemovedWithEverythingItWasAndIsLeavingUntilTheRootHasItsSubnet() {
        var removed = removed(idle.apply(new WorkerEvent.SubnetGiven(SUBNET)));
        assertThat(removed.isRegistered()).isFalse();
        assertThat(removed.isLeaving()).isTrue();
        assertThat(removed.free()).isEqualTo(Resources.NONE);
        var gone = next(removed, new SubnetTaken());
        assertThat(gone.isLeaving()).isFalse();
        assertThat(events(gone, new SubnetTaken())).as("a second confirmation").isEmpty();
        assertThat(gone)
                .as("what is left of a journal whose earlier events were purged")
                .isEqualTo(WorkerState.UNKNOWN.apply(new WorkerEvent.Gone()));
    }

    @Test
    void isNotRemovedWhileInstancesArePlacedOnIt() {
        assertThat(idle.remove(new TreeSet<>(Set.of(A, B)))).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo("worker-has-instances");
            assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.CONFLICT);
            assertThat(refused.refusal().field()).isEqualTo("worker");
            assertThat(refused.refusal().message()).contains("2 instances", "w1", A.toString());
            assertThat(refused.refusal().hint()).contains("holm scale");
        });
    }

    @Test
    void isRemovedOnceAndNotWhenItIsUnknown() {
        assertThat(WorkerState.UNKNOWN.remove(new TreeSet<>()))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.UNKNOWN));
        assertThat(removed(idle).remove(new TreeSet<>())).isInstanceOf(Decision.Refused.class);
    }

    @Test
    void aRemovedWorkerNeverLivesAgainUnderItsId() {
        for (var state : List.of(removed(idle), next(removed(idle), new SubnetTaken()))) {
            assertThat(code(state, new Confirm(null))).isEqualTo(WorkerState.REMOVED);
            assertThat(code(state, new Register(registration(2_000, 1_024), null)))
                    .isEqualTo(WorkerState.REMOVED);
            assertThat(code(state, reserve(A, FIRST))).isEqualTo(WorkerState.REMOVED);
            assertThat(events(state, release(A, FIRST))).isEmpty();
        }
    }

    @Test
    void givesASubnetBackThatArrivesAfterItWasRemoved() {
        var gone = next(removed(idle), new SubnetTaken());
        var late = next(gone, new KeepSubnet(SUBNET));
        assertThat(late.isLeaving()).isTrue();
        assertThat(late.subnet()).isEmpty();
        assertThat(next(late, new SubnetTaken())).isEqualTo(gone);
    }

    @Test
    void aConfirmationThatNobodyAskedForTakesNothing() {
        assertThat(events(idle.apply(new WorkerEvent.SubnetGiven(SUBNET)), new SubnetTaken()))
                .isEmpty();
    }

    private static WorkerState removed(WorkerState state) {
        return state.remove(new TreeSet<>()) instanceof Decision.Accepted<WorkerEvent>(var events)
                ? state.apply(events.getFirst())
                : state;
    }

    /** Whatever is asked in whatever order: free is the capacity without what is held, and no port is held twice. */
    @Property
    void neverPromisesMoreThanItHas(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 399) Integer> seeds) {
        var state = idle;
        for (var seed : seeds) {
            var instance = instance(seed % 5);
            var fence = new Fence(1, 1 + (seed / 5) % 4, 0);
            var command = seed % 2 == 0
                    ? reserve(instance, fence, new HostPort(1 + seed % 3, Protocol.TCP))
                    : release(instance, fence);
            state = next(state, command);
            var held = state.reservations().values();
            var needed = held.stream().map(Reservation::need).reduce(Resources.NONE, Resources::plus);
            assertThat(state.free()).isEqualTo(state.registration().capacity().minus(needed));
            assertThat(state.free().covers(Resources.NONE)).isTrue();
            assertThat(state.ports())
                    .hasSize(held.stream().mapToInt(one -> one.ports().size()).sum());
        }
    }

    private WorkerState after(WorkerCommand... commands) {
        var state = idle;
        for (var command : commands) {
            state = next(state, command);
        }
        return state;
    }

    private static WorkerState next(WorkerState state, WorkerCommand command) {
        var next = state;
        if (state.decide(command) instanceof Decision.Accepted<WorkerEvent>(var events)) {
            for (var event : events) {
                next = next.apply(event);
            }
        }
        return next;
    }

    private static List<WorkerEvent> events(WorkerState state, WorkerCommand command) {
        assertThat(state.decide(command)).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted<WorkerEvent>) state.decide(command)).events();
    }

    private static String code(WorkerState state, WorkerCommand command) {
        assertThat(state.decide(command)).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused<WorkerEvent>) state.decide(command)).refusal().code();
    }

    private static Reserve reserve(InstanceId instance, Fence fence, HostPort... ports) {
        return new Reserve(reservation(instance, fence, ports), null);
    }

    private static Reservation reservation(InstanceId instance, Fence fence, HostPort... ports) {
        return new Reservation(instance, fence, HALF, Set.of(ports));
    }

    private static Release release(InstanceId instance, Fence fence) {
        return new Release(instance, fence);
    }

    private static Registration registration(long milliCpus, long memory) {
        return new Registration(
                "w1",
                new Resources(milliCpus, memory, 0, 0),
                Optional.of(2),
                Set.of(Virtualization.CONTAINER),
                Set.of("amd64"),
                Map.of(),
                "",
                "127.0.0.1");
    }

    private static InstanceId instance(int number) {
        return new InstanceId(new ServiceId("0123456789abcdef01234567"), number);
    }
}
