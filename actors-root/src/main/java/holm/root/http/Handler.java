package holm.root.http;

import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers one endpoint. Runs on a virtual thread of its own, so it may wait; fails with a {@link holm.domain.RefusalException}. */
@FunctionalInterface
public interface Handler {
    HttpResponse handle(Call call);
}
