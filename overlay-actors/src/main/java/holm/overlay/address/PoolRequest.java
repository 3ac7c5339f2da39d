package holm.overlay.address;

import java.util.List;

/** What a pool can be asked to change. Each is safe to send twice. */
public sealed interface PoolRequest {
    /** All of these or none. */
    record Take(List<Wish> wishes) implements PoolRequest {
        public Take {
            wishes = List.copyOf(wishes);
        }
    }

    /**
     * These owners need theirs no more.
     *
     * @param unused whether nothing was ever reached under them, so that they need no rest
     */
    record GiveBack(List<String> owners, boolean unused) implements PoolRequest {
        public GiveBack {
            owners = List.copyOf(owners);
        }
    }
}
