package holm.root.event;

import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.persistence.EventFeed;
import holm.root.http.Access;
import holm.root.http.Call;
import holm.root.http.Caller;
import holm.root.http.Endpoint;
import holm.root.http.EventStream;
import holm.root.http.Streams;
import holm.root.service.Services;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;

/** What happens, as server-sent events that a client can resume: {@code Last-Event-ID} is what browsers send by themselves. */
public final class EventRoutes {
    private final EventFeed feed;
    private final EventAudience audience;
    private final FeedReader reader;
    private final Streams streams;

    public EventRoutes(EventFeed feed, Services services, Streams streams) {
        this.feed = feed;
        this.streams = streams;
        this.audience = new EventAudience(services);
        this.reader = new FeedReader(feed);
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/events", Access.CALLER, this::stream));
    }

    private HttpResponse stream(Call call) {
        var caller = call.caller();
        var newest = feed.newest();
        var after = call.request()
                .getHeader("last-event-id")
                .map(HttpHeader::value)
                .or(() -> call.query("since"))
                .map(EventRoutes::number)
                .map(id -> Math.min(id, newest)) // a larger one is of another installation
                .orElse(newest);
        var kinds = call.query("kind").map(text -> List.of(text.split(",")));
        var events = reader.after(after)
                .filter(stored -> isWanted(caller, stored, kinds))
                .map(stored -> new EventStream.Event(
                        Long.toString(stored.id()), stored.entry().kind(), EventJson.document(stored)));
        return streams.answer(caller, missed(after).concat(events));
    }

    /** A client that was away for too long learns that it has to read the lists again. */
    private Source<EventStream.Event, NotUsed> missed(long after) {
        var oldest = feed.oldest();
        return after + 1 < oldest
                ? Source.single(
                        new EventStream.Event("", "missed", "{\"after\":" + after + ",\"oldest\":" + oldest + "}"))
                : Source.empty();
    }

    private boolean isWanted(Caller caller, EventFeed.Stored stored, Optional<List<String>> kinds) {
        return kinds.map(wanted -> wanted.contains(stored.entry().kind())).orElse(true)
                && audience.maySee(caller, stored.entry());
    }

    private static long number(String text) {
        try {
            var number = Long.parseLong(text.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // the same answer as for a number below zero
        }
        throw new RefusalException(Refusal.invalid(
                "since",
                "since is '" + text + "'",
                "write the id of the last event you saw, or 0 for all that are kept"));
    }
}
