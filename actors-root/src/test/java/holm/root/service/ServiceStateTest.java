package holm.root.service;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.ApplicationId;
import holm.domain.Decision;
import holm.domain.Refusal;
import holm.domain.address.AddressPair;
import holm.domain.address.Ipv6Address;
import holm.domain.message.Verdict;
import holm.root.Descriptors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceStateTest {
    private static final ServiceDefinition DEFINITION = new ServiceDefinition(
            new ApplicationId("00000000000000000000000a"),
            "Admin",
            Descriptors.simulated(),
            Map.of("a", 1),
            Map.of(),
            1_000);

    private final ServiceState created = ServiceState.UNKNOWN.apply(new ServiceEvent.Created(DEFINITION));

    @Test
    void isCreatedOnceAndTwiceIsFine() {
        assertThat(ServiceState.UNKNOWN.decide(create(DEFINITION)))
                .isEqualTo(Decision.accept(new ServiceEvent.Created(DEFINITION)));
        var later = new ServiceDefinition(
                DEFINITION.application(),
                DEFINITION.owner(),
                DEFINITION.descriptor(),
                DEFINITION.source(),
                Map.of(),
                2_000);
        assertThat(created.decide(create(later))).isEqualTo(Decision.accept());
    }

    @Test
    void refusesAnotherServiceUnderTheSameId() {
        var other = new ServiceDefinition(
                DEFINITION.application(), "Eve", DEFINITION.descriptor(), Map.of(), Map.of(), 1_000);
        assertRefused(created.decide(create(other)), Refusal.Kind.CONFLICT);
    }

    @Test
    void givesEachInstanceTheNextNumber() {
        var two = after(created, add(), add());
        assertThat(two).isEqualTo(after(created, replicas(2)));
        assertThat(known(two).wanted()).containsExactly(0, 1);
        assertThat(new ServiceCommand.AddInstance(null).answer(two)).isEqualTo(1);
    }

    @Test
    void neverUsesANumberAgain() {
        var state = after(created, replicas(3), remove(2), gone(2), add());
        assertThat(known(state).wanted()).containsExactly(0, 1, 3);
    }

    @Test
    void takesBackInstancesForWhichNoAddressIsLeft() {
        var state = after(created, replicas(2), new ServiceCommand.InstancesNotAddressed(List.of(1), true));
        assertThat(known(state).wanted()).containsExactly(0);
        assertThat(known(state).stopping()).containsExactly(1);
    }

    @Test
    void keepsInstancesWhoseAddressesAreOnlyLate() {
        var state = after(created, replicas(2), new ServiceCommand.InstancesNotAddressed(List.of(1), false));
        assertThat(known(state).wanted()).containsExactly(0, 1);
    }

    @Test
    void getsAddressesOfPoliciesThatItIsOlderThanOnce() {
        var pair = new AddressPair(Optional.empty(), Optional.of(Ipv6Address.parse("fdff:a000::")));
        var addressed = new ServiceCommand.Addressed(Map.of("fastest", pair));
        var state = after(created, addressed);
        assertThat(known(state).definition().addresses()).isEqualTo(Map.of("fastest", pair));
        assertThat(state.decide(addressed)).isEqualTo(Decision.accept());
        assertThat(after(created, add(), delete()).decide(addressed)).isEqualTo(Decision.accept());
    }

    @Test
    void saysWhichAddressesItStillNeeds() {
        var state = after(created, replicas(2), remove(0));
        assertThat(state.holds(Optional.empty())).isTrue();
        assertThat(state.holds(Optional.of(0))).as("is being stopped").isTrue();
        assertThat(state.holds(Optional.of(2))).as("never was").isFalse();
        assertThat(after(state, gone(0)).holds(Optional.of(0))).isFalse();
        assertThat(after(state, delete()).holds(Optional.empty())).isFalse();
        assertThat(ServiceState.UNKNOWN.holds(Optional.empty())).isFalse();
    }

    @Test
    void takesTheHighestNumbersAwayFirst() {
        var state = after(created, replicas(4), remove(1), replicas(1));
        assertThat(known(state).wanted()).containsExactly(0);
        assertThat(known(state).stopping()).containsExactly(1, 2, 3);
        assertThat(new ServiceCommand.SetReplicas(1, null).answer(state)).isEqualTo(List.of(0));
    }

    @Test
    void isStillKnownToBeGoneWhenOnlyItsLastWordIsLeft() {
        var purged = ServiceState.UNKNOWN.apply(new ServiceEvent.Deleted());

        assertThat(purged.judge(0)).isEqualTo(Verdict.GONE);
        assertRefused(purged.decide(create(DEFINITION)), Refusal.Kind.CONFLICT);
    }

    @Test
    void removesAnInstanceTwiceWithoutComplaint() {
        var state = after(created, add(), remove(0));
        assertThat(state.decide(remove(0))).isEqualTo(Decision.accept());
        assertThat(after(state, gone(0)).decide(remove(0))).isEqualTo(Decision.accept());
    }

    @Test
    void doesNotKnowANumberThatNeverWas() {
        assertRefused(created.decide(remove(0)), Refusal.Kind.UNKNOWN);
        assertRefused(after(created, add()).decide(remove(-1)), Refusal.Kind.UNKNOWN);
    }

    @Test
    void refusesMoreThanTheMostReplicas() {
        assertRefused(created.decide(replicas(Services.MOST_REPLICAS + 1)), Refusal.Kind.INVALID);
        assertRefused(created.decide(replicas(-1)), Refusal.Kind.INVALID);
        assertRefused(after(created, replicas(Services.MOST_REPLICAS)).decide(add()), Refusal.Kind.INVALID);
    }

    @Test
    void isDeletedAtOnceWithoutInstances() {
        assertThat(after(created, delete())).isEqualTo(new ServiceState.Deleted());
    }

    @Test
    void isDeletedOnlyWhenItsLastInstanceIsGone() {
        var deleting = after(created, replicas(2), delete());
        assertThat(known(deleting).deleting()).isTrue();
        assertThat(known(after(deleting, gone(1))).stopping()).containsExactly(0);
        assertThat(after(deleting, gone(1), gone(0))).isEqualTo(new ServiceState.Deleted());
        assertThat(after(deleting, gone(0), gone(0), gone(1))).isEqualTo(new ServiceState.Deleted());
    }

    @Test
    void isDeletedTwiceWithoutComplaint() {
        assertThat(after(created, add(), delete()).decide(delete())).isEqualTo(Decision.accept());
        assertThat(after(created, delete()).decide(delete())).isEqualTo(Decision.accept());
    }

    @Test
    void takesNoInstancesWhileItIsBeingDeleted() {
        var deleting = after(created, add(), delete());
        assertRefused(deleting.decide(add()), Refusal.Kind.UNKNOWN);
        assertRefused(deleting.decide(replicas(5)), Refusal.Kind.UNKNOWN);
        assertRefused(after(created, delete()).decide(add()), Refusal.Kind.UNKNOWN);
    }

    @Test
    void isNeverCreatedAgainUnderADeletedId() {
        assertRefused(after(created, delete()).decide(create(DEFINITION)), Refusal.Kind.CONFLICT);
    }

    @Test
    void ignoresAnInstanceThatSaysThatItIsGoneAlthoughItIsWanted() {
        assertThat(after(created, add()).decide(gone(0))).isEqualTo(Decision.accept());
    }

    @Test
    void remembersWhatAWantedInstanceWeighs() {
        var state = after(created, replicas(2), weigh(0, 50), weigh(1, 0));
        assertThat(known(state).weights()).isEqualTo(Map.of(0, 50, 1, 0));
        assertThat(state.decide(weigh(0, 50))).isEqualTo(Decision.accept());
        assertThat(known(after(state, weigh(0, 100), remove(1))).weights()).isEmpty();
        assertThat(known(after(state, delete())).weights()).isEmpty();
    }

    @Test
    void weighsOnlyInstancesThatAreWantedAndOnlyFromNothingToAThousand() {
        var state = after(created, replicas(2), remove(1));
        assertRefused(state.decide(weigh(1, 50)), Refusal.Kind.UNKNOWN);
        assertRefused(state.decide(weigh(7, 50)), Refusal.Kind.UNKNOWN);
        assertRefused(state.decide(weigh(0, -1)), Refusal.Kind.INVALID);
        assertRefused(state.decide(weigh(0, 1_001)), Refusal.Kind.INVALID);
        assertRefused(ServiceState.UNKNOWN.decide(weigh(0, 1)), Refusal.Kind.UNKNOWN);
        assertRefused(after(created, delete()).decide(weigh(0, 1)), Refusal.Kind.UNKNOWN);
    }

    @Test
    void judgesOnlyWhatItKnows() {
        var state = after(created, replicas(2), remove(1), gone(1));
        assertThat(state.judge(1)).isEqualTo(Verdict.GONE);
        assertThat(state.judge(0)).isEqualTo(Verdict.UNKNOWN);
        assertThat(state.judge(7)).isEqualTo(Verdict.UNKNOWN);
        assertThat(ServiceState.UNKNOWN.judge(0)).isEqualTo(Verdict.UNKNOWN);
        assertThat(new ServiceState.Deleted().judge(0)).isEqualTo(Verdict.GONE);
    }

    private static ServiceCommand weigh(int number, int weight) {
        return new ServiceCommand.Weigh(number, weight, null);
    }

    private static ServiceState after(ServiceState state, ServiceCommand... commands) {
        var next = state;
        for (var command : commands) {
            for (var event : ((Decision.Accepted<ServiceEvent>) next.decide(command)).events()) {
                next = next.apply(event);
            }
        }
        return next;
    }

    private static ServiceState.Known known(ServiceState state) {
        return (ServiceState.Known) state;
    }

    private static void assertRefused(Decision<ServiceEvent> decision, Refusal.Kind kind) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.refusal().kind()).isEqualTo(kind));
    }

    private static ServiceCommand create(ServiceDefinition definition) {
        return new ServiceCommand.Create(definition, null);
    }

    private static ServiceCommand add() {
        return new ServiceCommand.AddInstance(null);
    }

    private static ServiceCommand remove(int number) {
        return new ServiceCommand.RemoveInstance(number, null);
    }

    private static ServiceCommand replicas(int wanted) {
        return new ServiceCommand.SetReplicas(wanted, null);
    }

    private static ServiceCommand delete() {
        return new ServiceCommand.Delete(null);
    }

    private static ServiceCommand gone(int number) {
        return new ServiceCommand.InstanceGone(number);
    }
}
