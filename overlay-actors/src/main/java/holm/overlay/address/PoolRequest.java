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

    /** These owners need theirs no more. */
    record GiveBack(List<String> owners) implements PoolRequest {
        public GiveBack {
            owners = List.copyOf(owners);
        }
    }
}
