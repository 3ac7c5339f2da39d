package holm.overlay.address;

import holm.domain.Refusal;
import java.util.Optional;

/** Why somebody gets no address, without a word about who has it. */
public final class PoolRefusals {
    /** The code of a refusal because a chosen address has an owner, or had one a moment ago. */
    public static final String TAKEN = "address-taken";

    /** The code of a refusal because there is no address left. */
    public static final String DRY = "no-address-left";

    private static final long MILLIS = 1_000;

    private PoolRefusals() {}

    static Refusal taken(Wish.Choice.Exactly choice, Optional<Resting> resting, long nowMillis) {
        var hint = resting.map(one -> "choose another one, leave the field out, or try again in "
                        + secondsLeft(one, nowMillis) + " s: it was in use until a moment ago")
                .orElse("choose another one, or leave the field out");
        return new Refusal(Refusal.Kind.CONFLICT, TAKEN, choice.address() + " is taken", choice.field(), hint);
    }

    static Refusal dry(AddressSequence sequence, Optional<Resting> oldest, long nowMillis) {
        var hint = oldest.map(one -> "the next one is free in " + secondsLeft(one, nowMillis) + " s")
                .orElse("take away services or instances that are not needed");
        return Refusal.of(
                        Refusal.Kind.UNAVAILABLE,
                        DRY,
                        "no address of " + sequence.range() + " is left; nothing was written")
                .withHint(hint);
    }

    /** @return at least 1 */
    private static long secondsLeft(Resting resting, long nowMillis) {
        var leftMillis = resting.sinceMillis() + AddressPoolState.QUARANTINE.toMillis() - nowMillis;
        return Math.max(1, Math.ceilDiv(leftMillis, MILLIS));
    }
}
