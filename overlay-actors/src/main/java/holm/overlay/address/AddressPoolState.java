package holm.overlay.address;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import holm.domain.address.IpAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Who has which address of one pool, which ones rest, and where the order goes on. Everything is kept in persistent maps, so that one
 * more costs O(log n).
 *
 * @param next where the order goes on; empty after its end
 * @param held by address
 * @param byOwner the same, the other way round
 * @param resting those that were given back, by address
 * @param queue those of them that wait to be handed out again, by turn
 * @param ahead those of them that the order has yet to come by, or never does; forgotten when they have rested
 * @param turns how many were ever given back
 */
@JsonTypeName("address-pool-v1")
public record AddressPoolState(
        Optional<IpAddress> next,
        PMap<IpAddress, Holding> held,
        PMap<String, IpAddress> byOwner,
        PMap<IpAddress, Resting> resting,
        PSortedMap<Long, IpAddress> queue,
        PSortedMap<Long, IpAddress> ahead,
        long turns) {
    /** architecture.md 7: longer than any worker keeps a table or a flow of a service that is gone. */
    public static final Duration QUARANTINE = Duration.ofSeconds(60);

    /** How it is stored: without what follows from the rest. */
    public record Stored(Optional<IpAddress> next, List<Holding> held, List<Resting> resting, long turns) {}

    /** A pool of which nothing was ever taken. */
    public static AddressPoolState untouched(AddressSequence sequence) {
        return read(new Stored(Optional.of(sequence.first()), List.of(), List.of(), 0));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static AddressPoolState read(Stored stored) {
        var state = new AddressPoolState(
                stored.next(),
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                HashTreePMap.empty(),
                TreePMap.empty(),
                TreePMap.empty(),
                stored.turns());
        for (var holding : stored.held()) {
            state = state.with(holding);
        }
        for (var one : stored.resting()) {
            state = state.with(one);
        }
        return state;
    }

    @JsonValue
    public Stored stored() {
        return new Stored(next, List.copyOf(held.values()), List.copyOf(resting.values()), turns);
    }

    public AddressPoolState apply(AddressPoolEvent event) {
        return switch (event) {
            case AddressPoolEvent.Given given -> given(given).withoutRested(given.atMillis());
            case AddressPoolEvent.GivenBack(var owners, var unused, var atMillis) ->
                givenBack(owners, unused ? Resting.NO_REST : atMillis).withoutRested(atMillis);
        };
    }

    /** @return whose it is */
    public Optional<Holding> holding(IpAddress address) {
        return Optional.ofNullable(held.get(address));
    }

    public Optional<IpAddress> of(String owner) {
        return Optional.ofNullable(byOwner.get(owner));
    }

    public Collection<Holding> holdings() {
        return held.values();
    }

    /** @return whether it has no owner, and either did not have one lately or had one of this name */
    boolean isFreeFor(String name, IpAddress address, long nowMillis) {
        var rests = resting.get(address);
        return !held.containsKey(address)
                && (rests == null || rests.name().equals(name) || hasRested(rests, nowMillis));
    }

    static boolean hasRested(Resting resting, long nowMillis) {
        return nowMillis - resting.sinceMillis() >= QUARANTINE.toMillis();
    }

    private AddressPoolState given(AddressPoolEvent.Given given) {
        var state = this;
        for (var holding : given.holdings()) {
            state = state.without(holding.address()).with(holding);
        }
        for (var address : given.passedOver()) {
            state = state.queued(address);
        }
        return state.goingOnAt(given.next());
    }

    private AddressPoolState givenBack(List<String> owners, long sinceMillis) {
        var state = this;
        for (var owner : owners) {
            var address = state.byOwner.get(owner);
            var holding = address == null ? null : state.held.get(address);
            if (holding != null) {
                state = state.without(holding.address()).rests(holding, sinceMillis);
            }
        }
        return state;
    }

    private AddressPoolState rests(Holding holding, long sinceMillis) {
        var isBehind = next.map(holding.address()::isBefore).orElse(true);
        return with(new Resting(
                        holding.address(),
                        holding.name(),
                        turns,
                        sinceMillis,
                        holding.ordinary(),
                        holding.ordinary() && isBehind))
                .withTurns(turns + 1);
    }

    private AddressPoolState with(Holding holding) {
        return new AddressPoolState(
                next,
                held.plus(holding.address(), holding),
                byOwner.plus(holding.owner(), holding.address()),
                resting,
                queue,
                ahead,
                turns);
    }

    private AddressPoolState with(Resting one) {
        return new AddressPoolState(
                next,
                held,
                byOwner,
                resting.plus(one.address(), one),
                one.queued() ? queue.plus(one.turn(), one.address()) : queue,
                one.queued() ? ahead : ahead.plus(one.turn(), one.address()),
                turns);
    }

    /** @return as if nobody ever had it */
    private AddressPoolState without(IpAddress address) {
        var holding = held.get(address);
        var rests = resting.get(address);
        return new AddressPoolState(
                next,
                held.minus(address),
                holding == null ? byOwner : byOwner.minus(holding.owner()),
                resting.minus(address),
                rests == null ? queue : queue.minus(rests.turn()),
                rests == null ? ahead : ahead.minus(rests.turn()),
                turns);
    }

    private AddressPoolState queued(IpAddress address) {
        var rests = resting.get(address);
        return rests == null ? this : without(address).with(rests.inQueue());
    }

    private AddressPoolState goingOnAt(Optional<IpAddress> place) {
        return new AddressPoolState(place, held, byOwner, resting, queue, ahead, turns);
    }

    private AddressPoolState withTurns(long count) {
        return new AddressPoolState(next, held, byOwner, resting, queue, ahead, count);
    }

    /** The order comes by these later, or never: nothing has to be remembered of them. */
    private AddressPoolState withoutRested(long nowMillis) {
        var state = this;
        while (!state.ahead.isEmpty()) {
            var oldest = state.resting.get(state.ahead.firstEntry().getValue());
            if (oldest == null || !hasRested(oldest, nowMillis)) {
                return state;
            }
            state = state.without(oldest.address());
        }
        return state;
    }
}
