package holm.root;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.server.Route;

/** The part of the root that speaks to people and their tools; it owns accounts and applications. */
public interface UserApi {
    /** Finishes what the last run left half done; called once, when services can be asked and before the port opens. */
    CompletionStage<Done> recover();

    /** Everything but the links from below. */
    Route route();
}
