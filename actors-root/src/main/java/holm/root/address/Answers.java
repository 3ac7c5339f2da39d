package holm.root.address;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.address.IpAddress;
import holm.overlay.address.PoolAnswer;
import holm.overlay.address.PoolRefusals;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Reads the answers of pools to the question for one address. Pure. */
final class Answers {
    private Answers() {}

    /** @throws RefusalException when it was refused */
    static IpAddress orThrow(PoolAnswer answer, String owner) {
        return switch (answer) {
            case PoolAnswer.Given(var addresses) -> Objects.requireNonNull(addresses.get(owner), owner);
            case PoolAnswer.Refused(var refusal) -> throw new RefusalException(refusal);
        };
    }

    /**
     * @return empty when nothing is left
     * @throws RefusalException when it was refused for another reason
     */
    static Optional<IpAddress> orNone(PoolAnswer answer, String owner) {
        return answer instanceof PoolAnswer.Refused(Refusal refusal) && isDry(refusal)
                ? Optional.empty()
                : Optional.of(orThrow(answer, owner));
    }

    static Optional<Refusal> refusal(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RefusalException refused ? Optional.of(refused.refusal()) : Optional.empty();
    }

    /** @return whether it is certain that nothing was given */
    static boolean isRefused(Throwable failure) {
        return refusal(failure)
                .filter(refusal -> refusal.kind() != Refusal.Kind.OUTCOME_UNKNOWN)
                .isPresent();
    }

    static boolean isDry(Refusal refusal) {
        return refusal.code().equals(PoolRefusals.DRY);
    }
}
