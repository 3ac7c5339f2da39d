package holm.root.application;

import holm.persistence.EntityRows;
import holm.persistence.FeedEntry;
import holm.wire.http.Json;
import java.util.List;

/** Tells the event feed what happened to applications. Losing one entry in a crash is harmless: the lists say what is. */
public final class ApplicationNews {
    private static final String KIND = "root-application";
    private final EntityRows rows;

    public ApplicationNews(EntityRows rows) {
        this.rows = rows;
    }

    void created(Application application) {
        tell("application.created", application);
    }

    void deleted(Application application) {
        tell("application.deleted", application);
    }

    /** Applications have a table and no list row; the feed is written through the rows, so none is taken away. */
    private void tell(String what, Application application) {
        var content = Json.mapper()
                .createObjectNode()
                .put("application", application.id().value())
                .put("owner", application.owner())
                .put("application_name", application.name())
                .put("application_namespace", application.namespace());
        var _ = rows.delete(
                KIND,
                application.id().value(),
                0,
                List.of(new FeedEntry(what, application.id().value(), content.toString())));
    }
}
