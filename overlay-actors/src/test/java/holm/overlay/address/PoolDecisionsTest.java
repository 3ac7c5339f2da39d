package holm.overlay.address;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.Refusal;
import holm.domain.address.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolDecisionsTest {
    private final Pool pool = new Pool(PoolId.SERVICE_V4);

    @Test
    void answersTheSameOwnerTheSameAndWritesNothing() {
        assertThat(pool.take("web")).isEqualTo("10.30.0.0");
        var written = pool.journal.size();
        assertThat(pool.take("web")).isEqualTo("10.30.0.0");
        assertThat(pool.journal).hasSize(written);
    }

    @Test
    void givesAllOrNothing() {
        pool.choose("web", "10.30.0.1");
        var refused = pool.serve(new PoolRequest.Take(
                List.of(Wish.any("shop", "shop"), Pool.exactly("cart", "10.30.0.1"), Wish.any("bank", "bank"))));
        assertThat(refused).isInstanceOf(PoolAnswer.Refused.class);
        assertThat(pool.state.byOwner()).containsOnlyKeys("web");
    }

    @Test
    void aRefusedRequestHoldsNobodyElseUp() {
        pool.choose("web", "10.30.9.9");
        var answers = pool.serve(List.of(
                new PoolRequest.Take(List.of(Pool.exactly("thief", "10.30.9.9"))),
                new PoolRequest.Take(List.of(Wish.any("shop", "shop")))));
        assertThat(answers.getFirst()).isInstanceOf(PoolAnswer.Refused.class);
        assertThat(answers.getLast()).isEqualTo(new PoolAnswer.Given(Map.of("shop", IpAddress.parse("10.30.0.0"))));
    }

    @Test
    void refusesATakenAddressWithItsFieldAndNoWordAboutItsOwner() {
        pool.choose("web", "10.30.55.55");
        var refusal = pool.refused(Pool.exactly("shop", "10.30.55.55"));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
        assertThat(refusal.field()).isEqualTo("addresses.rr_ip");
        assertThat(refusal.message()).isEqualTo("10.30.55.55 is taken");
        assertThat(refusal.message() + refusal.hint()).doesNotContain("web");
    }

    @Test
    void refusesAnAddressThatAnAutomaticAnswerTook() {
        pool.take("web");
        assertThat(pool.refused(Pool.exactly("shop", "10.30.0.0")).code()).isEqualTo(PoolRefusals.TAKEN);
    }

    @Test
    void refusesAnAddressOutsideThePool() {
        assertThat(pool.refused(Pool.exactly("web", "10.31.0.0")).kind()).isEqualTo(Refusal.Kind.INVALID);
    }

    @Test
    void passesOverChosenAddresses() {
        pool.choose("web", "10.30.0.1");
        assertThat(pool.take("a")).isEqualTo("10.30.0.0");
        assertThat(pool.take("b")).isEqualTo("10.30.0.2");
    }

    @Test
    void letsAnAddressRestBeforeAnotherServiceGetsIt() {
        pool.choose("web#1", "10.30.55.55");
        pool.giveBack("web#1");
        pool.now += Pool.REST - 1;
        assertThat(pool.refused(Pool.exactly("shop", "10.30.55.55")).hint()).contains("in 1 s");
        pool.now += 1;
        assertThat(pool.choose("shop", "10.30.55.55")).isEqualTo("10.30.55.55");
    }

    @Test
    void givesTheSameServiceItsChosenAddressAgainAtOnce() {
        pool.choose("web#1", "10.30.55.55");
        pool.giveBack("web#1");
        assertThat(pool.choose("web#2", "10.30.55.55")).isEqualTo("10.30.55.55");
    }

    @Test
    void handsOutWhatWasGivenBackOldestFirst() {
        List.of("a", "b", "c", "d").forEach(pool::take);
        pool.giveBack("c");
        pool.giveBack("a", "b");
        assertThat(pool.take("e")).isEqualTo("10.30.0.4");
        pool.restsEnough();
        assertThat(pool.take("f")).isEqualTo("10.30.0.2");
        assertThat(pool.take("g")).isEqualTo("10.30.0.0");
        assertThat(pool.take("h")).isEqualTo("10.30.0.1");
        assertThat(pool.take("i")).isEqualTo("10.30.0.5");
    }

    @Test
    void letsNothingRestThatNobodyUsed() {
        pool.take("a");
        pool.choose("b", "10.30.55.55");
        pool.giveBackUnused("a", "b");
        assertThat(pool.choose("c", "10.30.55.55")).isEqualTo("10.30.55.55");
        assertThat(pool.take("d")).isEqualTo("10.30.0.0");
    }

    @Test
    void givesBackTwiceLikeOnce() {
        pool.take("web");
        pool.giveBack("web");
        var once = pool.state;
        pool.now += 1_000;
        pool.giveBack("web", "nobody");
        assertThat(pool.state).isEqualTo(once);
    }

    @Test
    void comesByAChosenAddressThatWasGivenBackOnlyInItsTurn() {
        pool.choose("web", "10.30.0.2");
        pool.giveBack("web");
        pool.restsEnough();
        assertThat(pool.take("a")).isEqualTo("10.30.0.0");
        assertThat(pool.take("b")).isEqualTo("10.30.0.1");
        assertThat(pool.take("c")).isEqualTo("10.30.0.2");
    }

    @Test
    void passesOverAnAddressThatStillRestsAndHandsItOutLater() {
        pool.choose("web", "10.30.0.1");
        pool.take("a");
        pool.giveBack("web");
        assertThat(pool.take("b")).isEqualTo("10.30.0.2");
        pool.restsEnough();
        assertThat(pool.take("c")).isEqualTo("10.30.0.1");
    }

    @Test
    void neverHandsOutByItselfWhatCanOnlyBeChosen() {
        assertThat(pool.choose("web", "10.30.0.254")).isEqualTo("10.30.0.254");
        pool.giveBack("web");
        pool.restsEnough();
        assertThat(pool.take("a")).isEqualTo("10.30.0.0");
        assertThat(pool.state.resting()).isEmpty();
    }

    @Test
    void refusesClearlyWhenNothingIsLeftAndRecoversWhenSomethingIsGivenBack() {
        var last = Pool.at(PoolId.SERVICE_V4, "10.30.253.253");
        assertThat(last.take("web")).isEqualTo("10.30.253.253");
        var dry = last.refused(Wish.any("shop", "shop"));
        assertThat(dry.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
        assertThat(dry.code()).isEqualTo(PoolRefusals.DRY);
        assertThat(dry.message()).contains("10.30.0.0/16");
        last.giveBack("web");
        assertThat(last.refused(Wish.any("shop", "shop")).hint()).isEqualTo("the next one is free in 60 s");
        last.restsEnough();
        assertThat(last.take("shop")).isEqualTo("10.30.253.253");
    }

    @Test
    void whenNothingElseIsLeftAServiceGetsAgainWhatItGaveBackItself() {
        var last = Pool.at(PoolId.SERVICE_V4, "10.30.253.253");
        last.take("web#1");
        last.giveBack("web#1");
        assertThat(last.take("web#2")).isEqualTo("10.30.253.253");
    }

    @Test
    void keepsWhatWasHeldBeforeWhenItCan() {
        var subnets = new Pool(PoolId.SUBNET_V4);
        subnets.take("first");
        assertThat(rather(subnets, "second", "10.18.4.64")).contains("10.18.4.64");
        assertThat(rather(subnets, "third", "10.18.0.0")).as("taken").contains("10.18.0.64");
        assertThat(rather(subnets, "fourth", "192.168.0.0")).as("no subnet").contains("10.18.0.128");
        assertThat(rather(subnets, "second", "10.18.0.192")).as("has one").contains("10.18.4.64");
    }

    private static Optional<String> rather(Pool pool, String owner, String address) {
        var wish = new Wish(owner, owner, new Wish.Choice.Rather(IpAddress.parse(address)));
        return pool.serve(new PoolRequest.Take(List.of(wish))) instanceof PoolAnswer.Given(var given)
                ? Optional.of(given.get(owner).toString())
                : Optional.empty();
    }
}
