package holm.overlay.address;

import holm.domain.Refusal;
import holm.domain.address.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pool and its clock, as a test plays with them. */
final class Pool {
    static final long START = 1_790_000_000_000L;
    static final long REST = AddressPoolState.QUARANTINE.toMillis();

    final List<AddressPoolEvent> journal = new ArrayList<>();
    final AddressPoolState beginning;
    private final PoolDecisions decisions;
    AddressPoolState state;
    long now = START;

    Pool(PoolId id) {
        this(id.sequence(), AddressPoolState.untouched(id.sequence()));
    }

    Pool(PoolId id, AddressPoolState.Stored stored) {
        this(id.sequence(), AddressPoolState.read(stored));
    }

    private Pool(AddressSequence sequence, AddressPoolState state) {
        this.decisions = new PoolDecisions(sequence);
        this.beginning = state;
        this.state = state;
    }

    /** A pool whose order goes on at {@code counter}. */
    static Pool at(PoolId id, String counter) {
        return new Pool(
                id, new AddressPoolState.Stored(Optional.of(IpAddress.parse(counter)), List.of(), List.of(), 0));
    }

    PoolAnswer serve(PoolRequest request) {
        return serve(List.of(request)).getFirst();
    }

    List<PoolAnswer> serve(List<PoolRequest> requests) {
        var served = decisions.serve(state, requests, now);
        for (var event : served.events()) {
            journal.add(event);
            state = state.apply(event);
        }
        return served.answers();
    }

    String take(String owner) {
        return given(Wish.any(owner, nameOf(owner)));
    }

    String choose(String owner, String address) {
        return given(exactly(owner, address));
    }

    Refusal refused(Wish wish) {
        return switch (serve(new PoolRequest.Take(List.of(wish)))) {
            case PoolAnswer.Given given -> throw new AssertionError(given);
            case PoolAnswer.Refused(var refusal) -> refusal;
        };
    }

    private String given(Wish wish) {
        return switch (serve(new PoolRequest.Take(List.of(wish)))) {
            case PoolAnswer.Given(var addresses) -> String.valueOf(addresses.get(wish.owner()));
            case PoolAnswer.Refused(var refusal) -> throw new AssertionError(refusal);
        };
    }

    void giveBack(String... owners) {
        serve(new PoolRequest.GiveBack(List.of(owners), false));
    }

    void giveBackUnused(String... owners) {
        serve(new PoolRequest.GiveBack(List.of(owners), true));
    }

    void restsEnough() {
        now += REST;
    }

    List<String> preview(int count) {
        return decisions.preview(state, count, now).stream()
                .map(IpAddress::toString)
                .toList();
    }

    static Wish exactly(String owner, String address) {
        return new Wish(owner, nameOf(owner), new Wish.Choice.Exactly(IpAddress.parse(address), "addresses.rr_ip"));
    }

    /** Owners {@code web#1} and {@code web#2} are the same service, made twice. */
    static String nameOf(String owner) {
        return owner.replaceFirst("#.*", "");
    }
}
