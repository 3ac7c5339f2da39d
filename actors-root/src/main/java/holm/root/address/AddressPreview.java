package holm.root.address;

import holm.domain.address.IpAddress;
import holm.overlay.address.PoolId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What pools would hand out next. */
@FunctionalInterface
public interface AddressPreview {
    /**
     * Looks without taking: somebody else may be faster.
     *
     * @param count 1 or more
     * @return at most {@code count}, in the order in which they would be handed out
     */
    CompletionStage<List<IpAddress>> preview(PoolId pool, int count);
}
