package holm.root.cluster;

import holm.domain.Candidate;
import holm.domain.ClusterId;
import holm.domain.WorkerId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The workers of clusters, as their clusters know them. Thread-safe; never waits. Fails with a {@link holm.domain.RefusalException}. */
public interface Workers {
    /**
     * @return all of them, by name and id, also those that are silent
     */
    CompletionStage<List<Candidate>> of(ClusterId cluster);

    /** @return when it is durable that this worker is none any more; refused while it may come back, or instances are placed on it */
    CompletionStage<Done> remove(ClusterId cluster, WorkerId worker);
}
