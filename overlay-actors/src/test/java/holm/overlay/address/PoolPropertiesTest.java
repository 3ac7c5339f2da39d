package holm.overlay.address;

import static org.assertj.core.api.Assertions.assertThat;

import holm.domain.address.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is taken, chosen and given back, in whatever order and at whatever time. */
class PoolPropertiesTest {
    private static final int OWNERS = 12;

    sealed interface Step {
        record Take(int owner) implements Step {}

        record Choose(int owner, int which) implements Step {}

        record GiveBack(int owner) implements Step {}

        record Pass(int seconds) implements Step {}
    }

    @Property
    void noAddressHasTwoOwnersAndNoneIsOutside(@ForAll("pools") PoolId id, @ForAll("steps") List<Step> steps) {
        var pool = nearlyDry(id);
        for (var step : steps) {
            act(pool, id, step);
            var state = pool.state;
            assertThat(state.held().values()).allMatch(one -> id.sequence().contains(one.address()));
            assertThat(state.byOwner()).hasSameSizeAs(state.held());
            state.held()
                    .forEach((address, holding) ->
                            assertThat(state.of(holding.owner())).contains(address));
            assertThat(state.resting().keySet()).noneMatch(state.held()::containsKey);
            assertThat(state.queue().size() + state.ahead().size())
                    .isEqualTo(state.resting().size());
        }
    }

    @Property
    void nobodyGetsWhatAnotherServiceHadAMomentAgo(@ForAll("pools") PoolId id, @ForAll("steps") List<Step> steps) {
        var pool = nearlyDry(id);
        var lastHad = new HashMap<IpAddress, Map.Entry<String, Long>>();
        for (var step : steps) {
            var before = pool.state.held();
            act(pool, id, step);
            pool.state.held().forEach((address, holding) -> {
                var had = lastHad.get(address);
                if (!before.containsKey(address) && had != null && !had.getKey().equals(holding.name())) {
                    assertThat(pool.now - had.getValue()).isGreaterThanOrEqualTo(Pool.REST);
                }
            });
            before.forEach((address, holding) -> lastHad.put(address, Map.entry(holding.name(), pool.now)));
        }
    }

    @Property
    void isEqualAfterReplay(@ForAll("pools") PoolId id, @ForAll("steps") List<Step> steps) {
        var pool = nearlyDry(id);
        steps.forEach(step -> act(pool, id, step));
        var replayed = pool.beginning;
        for (var event : pool.journal) {
            replayed = replayed.apply(event);
        }
        assertThat(replayed).isEqualTo(pool.state);
        assertThat(AddressPoolState.read(replayed.stored())).isEqualTo(pool.state);
    }

    @Property
    void everythingGivenBackIsHandedOutAgain(@ForAll("pools") PoolId id, @ForAll("steps") List<Step> steps) {
        var pool = nearlyDry(id);
        var room = pool.preview(OWNERS);
        steps.forEach(step -> act(pool, id, step));
        for (var owner = 0; owner < OWNERS; owner++) {
            pool.giveBack(name(owner));
        }
        pool.restsEnough();
        assertThat(pool.preview(2 * OWNERS)).containsAll(room);
    }

    @Property
    void previewsWhatItGives(@ForAll("pools") PoolId id, @ForAll("steps") List<Step> steps) {
        var pool = nearlyDry(id);
        steps.forEach(step -> act(pool, id, step));
        for (var expected : pool.preview(3)) {
            assertThat(pool.take("newcomer " + expected)).isEqualTo(expected);
        }
    }

    private static void act(Pool pool, PoolId id, Step step) {
        switch (step) {
            case Step.Take(var owner) ->
                pool.serve(new PoolRequest.Take(List.of(Wish.any(name(owner), Pool.nameOf(name(owner))))));
            case Step.Choose(var owner, var which) -> {
                var choices = choices(id);
                pool.serve(
                        new PoolRequest.Take(List.of(Pool.exactly(name(owner), choices.get(which % choices.size())))));
            }
            case Step.GiveBack(var owner) -> pool.giveBack(name(owner));
            case Step.Pass(var seconds) -> pool.now += seconds * 1_000L;
        }
    }

    /** Two owners for each name, so that services come back. */
    private static String name(int owner) {
        return "service" + owner / 2 + "#" + owner;
    }

    /** Five addresses before the end: every path is walked within some steps. */
    private static Pool nearlyDry(PoolId id) {
        return Pool.at(id, choices(id).getFirst());
    }

    private static List<String> choices(PoolId id) {
        return id.equals(PoolId.SERVICE_V4)
                ? List.of(
                        "10.30.253.249", "10.30.253.251", "10.30.253.253", "10.30.253.254", "10.30.7.255", "10.30.3.3")
                : List.of(
                        "fdff:2000:0:ffff:ffff:ffff:ffff:fffb", "fdff:2000:0:ffff:ffff:ffff:ffff:ffff", "fdff:2100::1");
    }

    @Provide
    Arbitrary<PoolId> pools() {
        return Arbitraries.of(PoolId.SERVICE_V4, PoolId.ofPolicy(2));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        var owners = Arbitraries.integers().between(0, OWNERS - 1);
        Arbitrary<Step> step = Arbitraries.oneOf(
                owners.map(Step.Take::new),
                Combinators.combine(owners, Arbitraries.integers().between(0, 5))
                        .as(Step.Choose::new),
                owners.map(Step.GiveBack::new),
                Arbitraries.of(1, 29, 60).map(Step.Pass::new));
        return step.list().ofMaxSize(60);
    }
}
