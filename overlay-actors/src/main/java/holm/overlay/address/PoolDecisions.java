package holm.overlay.address;

import holm.domain.Refusal;
import holm.domain.address.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pool answers to requests, and what becomes true by that. Pure. */
public final class PoolDecisions {
    private final AddressSequence sequence;

    public PoolDecisions(AddressSequence sequence) {
        this.sequence = sequence;
    }

    /**
     * What came of a batch.
     *
     * @param events of all requests that were not refused
     * @param answers one for each request, in their order
     */
    public record Served(List<AddressPoolEvent> events, List<PoolAnswer> answers) {
        public Served {
            events = List.copyOf(events);
            answers = List.copyOf(answers);
        }
    }

    /**
     * Serves requests one after the other; one that is refused changes nothing and holds nobody up.
     *
     * @param nowMillis milliseconds since 1970
     */
    public Served serve(AddressPoolState before, List<PoolRequest> requests, long nowMillis) {
        var state = before;
        var events = new ArrayList<AddressPoolEvent>();
        var answers = new ArrayList<PoolAnswer>();
        for (var request : requests) {
            var served = switch (request) {
                case PoolRequest.Take(var wishes) -> take(state, wishes, nowMillis);
                case PoolRequest.GiveBack(var owners, var unused) -> giveBack(state, owners, unused, nowMillis);
            };
            for (var event : served.events()) {
                state = state.apply(event);
            }
            events.addAll(served.events());
            answers.addAll(served.answers());
        }
        return new Served(events, answers);
    }

    /** @return what would be handed out next, without anybody getting it; at most {@code count} */
    public List<IpAddress> preview(AddressPoolState state, int count, long nowMillis) {
        var rested = state.queue().values().stream()
                .map(state.resting()::get)
                .takeWhile(one -> AddressPoolState.hasRested(one, nowMillis))
                .map(Resting::address);
        var fresh = Stream.iterate(state.next(), Optional::isPresent, place -> place.flatMap(sequence::after))
                .flatMap(Optional::stream)
                .filter(address -> isUntouched(state, address, nowMillis));
        return Stream.concat(rested, fresh).limit(count).toList();
    }

    private static boolean isUntouched(AddressPoolState state, IpAddress address, long nowMillis) {
        var resting = state.resting().get(address);
        return state.holding(address).isEmpty() && (resting == null || AddressPoolState.hasRested(resting, nowMillis));
    }

    private static Served giveBack(AddressPoolState state, List<String> owners, boolean unused, long nowMillis) {
        var known = owners.stream()
                .distinct()
                .filter(owner -> state.of(owner).isPresent())
                .toList();
        List<AddressPoolEvent> events =
                known.isEmpty() ? List.of() : List.of(new AddressPoolEvent.GivenBack(known, unused, nowMillis));
        return new Served(events, List.of(new PoolAnswer.Given(Map.of())));
    }

    private Served take(AddressPoolState before, List<Wish> wishes, long nowMillis) {
        var state = before;
        var given = new LinkedHashMap<String, IpAddress>();
        var holdings = new ArrayList<Holding>();
        var passedOver = new ArrayList<IpAddress>();
        for (var wish : wishes) {
            switch (find(state, wish, nowMillis)) {
                case Found.Refused(var refusal) -> {
                    return new Served(List.of(), List.of(new PoolAnswer.Refused(refusal)));
                }
                case Found.Had(var address) -> given.put(wish.owner(), address);
                case Found.Free(var holding, var next, var over) -> {
                    given.put(wish.owner(), holding.address());
                    holdings.add(holding);
                    passedOver.addAll(over);
                    state = state.apply(new AddressPoolEvent.Given(List.of(holding), next, over, nowMillis));
                }
            }
        }
        List<AddressPoolEvent> events = holdings.isEmpty()
                ? List.of()
                : List.of(new AddressPoolEvent.Given(holdings, state.next(), passedOver, nowMillis));
        return new Served(events, List.of(new PoolAnswer.Given(given)));
    }

    private sealed interface Found {
        record Had(IpAddress address) implements Found {}

        record Free(Holding holding, Optional<IpAddress> next, List<IpAddress> passedOver) implements Found {}

        record Refused(Refusal refusal) implements Found {}
    }

    private Found find(AddressPoolState state, Wish wish, long nowMillis) {
        var had = state.of(wish.owner());
        if (had.isPresent()) {
            return new Found.Had(had.get());
        }
        return switch (wish.choice()) {
            case Wish.Choice.Any _ -> any(state, wish, nowMillis);
            case Wish.Choice.Exactly exactly -> exactly(state, wish, exactly, nowMillis);
            case Wish.Choice.Rather(var address) ->
                sequence.contains(address) && state.isFreeFor(wish.name(), address, nowMillis)
                        ? free(state, wish, address, false)
                        : any(state, wish, nowMillis);
        };
    }

    private Found exactly(AddressPoolState state, Wish wish, Wish.Choice.Exactly choice, long nowMillis) {
        var address = choice.address();
        if (!sequence.contains(address)) {
            return new Found.Refused(Refusal.invalid(
                    choice.field(), address + " is outside " + sequence.range(), "choose one of " + sequence.range()));
        }
        return state.isFreeFor(wish.name(), address, nowMillis) || isOfTheSame(state, wish, address)
                ? free(state, wish, address, true)
                : new Found.Refused(PoolRefusals.taken(choice, resting(state, address), nowMillis));
    }

    /** Two services of one name never live at the same time: the one that chose it before is gone, and what it gave back was lost. */
    private static boolean isOfTheSame(AddressPoolState state, Wish wish, IpAddress address) {
        return state.holding(address)
                .filter(holding -> holding.chosen() && holding.name().equals(wish.name()))
                .isPresent();
    }

    private Found free(AddressPoolState state, Wish wish, IpAddress address, boolean chosen) {
        return new Found.Free(holding(wish, address, chosen), state.next(), List.of());
    }

    private Holding holding(Wish wish, IpAddress address, boolean chosen) {
        return new Holding(wish.owner(), wish.name(), address, chosen, sequence.comesBy(address));
    }

    /** What was given back longest ago, then the order, then what this name itself gave back a moment ago. */
    private Found any(AddressPoolState state, Wish wish, long nowMillis) {
        var oldest = state.queue().isEmpty()
                ? Optional.<Resting>empty()
                : resting(state, state.queue().firstEntry().getValue());
        if (oldest.filter(one -> AddressPoolState.hasRested(one, nowMillis)).isPresent()) {
            return free(state, wish, oldest.get().address(), false);
        }
        var passedOver = new ArrayList<IpAddress>();
        for (var place = state.next(); place.isPresent(); place = sequence.after(place.get())) {
            if (isUntouched(state, place.get(), nowMillis)) {
                return new Found.Free(holding(wish, place.get(), false), sequence.after(place.get()), passedOver);
            }
            resting(state, place.get()).map(Resting::address).ifPresent(passedOver::add);
        }
        return own(state, wish.name())
                .map(one -> free(state, wish, one.address(), false))
                .orElseGet(() -> new Found.Refused(PoolRefusals.dry(sequence, oldest, nowMillis)));
    }

    private static Optional<Resting> own(AddressPoolState state, String name) {
        return state.resting().values().stream()
                .filter(one -> one.ordinary() && one.name().equals(name))
                .min(Comparator.comparingLong(Resting::turn));
    }

    private static Optional<Resting> resting(AddressPoolState state, IpAddress address) {
        return Optional.ofNullable(state.resting().get(address));
    }
}
