package holm.overlay.address;

import holm.domain.address.IpAddress;

/**
 * Somebody wants one address of a pool.
 *
 * @param owner whose it becomes; who has one already gets the same again
 * @param name what stays the same when the owner is made again (account and full service name): what it gave back it may take
 *     again at once
 */
public record Wish(String owner, String name, Choice choice) {
    /** Which one. */
    public sealed interface Choice {
        /** The next one. */
        record Any() implements Choice {}

        /**
         * This one or none.
         *
         * @param field where it was chosen, for a refusal
         */
        record Exactly(IpAddress address, String field) implements Choice {}

        /** This one if it is free, else the next one. */
        record Rather(IpAddress address) implements Choice {}
    }

    public static Wish any(String owner, String name) {
        return new Wish(owner, name, new Choice.Any());
    }
}
