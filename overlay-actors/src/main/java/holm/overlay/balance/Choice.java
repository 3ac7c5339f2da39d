package holm.overlay.balance;

import holm.domain.InstanceId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/**
 * What a policy chose for one address.
 *
 * @param shares each instance once, by instance whatever the order they were given in; none when there is nobody to choose
 */
public record Choice(Mode mode, List<Share> shares) {
    /** Nobody: what was chosen before the first choice, and where nothing runs. */
    public static final Choice NONE = new Choice(Mode.SINGLE, List.of());

    /** @throws IllegalArgumentException when an instance is named twice, or more than one for {@link Mode#SINGLE} */
    public Choice {
        shares = shares.stream().sorted(Comparator.comparing(Share::instance)).toList();
        var seen = new HashSet<InstanceId>();
        if (!shares.stream().map(Share::instance).allMatch(seen::add)) {
            throw new IllegalArgumentException("an instance is chosen twice: " + shares);
        }
        if (mode == Mode.SINGLE && shares.size() > 1) {
            throw new IllegalArgumentException("more than one is chosen as the only one: " + shares);
        }
    }

    /** Only this one. */
    public static Choice only(Candidate candidate) {
        return evenly(Mode.SINGLE, List.of(candidate));
    }

    /** All of them, each as much as the others. */
    public static Choice evenly(Mode mode, Collection<Candidate> candidates) {
        return new Choice(
                mode,
                candidates.stream()
                        .map(candidate -> new Share(candidate.instance(), 1))
                        .toList());
    }

    /** All of them at random, each as often as its weight says. */
    public static Choice weighted(Collection<Candidate> candidates, ToIntFunction<Candidate> weight) {
        return new Choice(
                Mode.RANDOM,
                candidates.stream()
                        .map(candidate -> new Share(candidate.instance(), weight.applyAsInt(candidate)))
                        .toList());
    }

    public boolean includes(Candidate candidate) {
        return weightOf(candidate).isPresent();
    }

    /** @return the weight of its instance, or empty when it was not chosen */
    public OptionalInt weightOf(Candidate candidate) {
        return shares.stream()
                .filter(share -> share.instance().equals(candidate.instance()))
                .mapToInt(Share::weight)
                .findFirst();
    }
}
