package holm.root.http;

import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Server-sent events (HTML standard, 9.2): a stream that a browser, {@code curl -N} and a shell script can read. */
public final class EventStream {
    /** Comments are ignored by readers and keep what lies between awake. */
    private static final ByteString HEARTBEAT = ByteString.fromString(": heartbeat\n\n");

    /** The first bytes at once, so that a client knows that it is connected. */
    private static final ByteString OPENING = ByteString.fromString(": connected\n\n");

    private EventStream() {}

    /**
     * One event.
     *
     * @param id what {@code Last-Event-ID} names; empty when the stream cannot be resumed
     * @param name a word without line ends; empty for the default, {@code message}
     * @param data may have several lines
     */
    public record Event(String id, String name, String data) {
        ByteString encoded() {
            var text = new StringBuilder();
            if (!id.isEmpty()) {
                text.append("id: ").append(id).append('\n');
            }
            if (!name.isEmpty()) {
                text.append("event: ").append(name).append('\n');
            }
            // CR, LF and CR LF each end a line of the stream.
            data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
            return ByteString.fromString(text.append('\n').toString());
        }
    }

    /** @return an answer that lasts as long as {@code events} */
    public static HttpResponse of(Source<Event, NotUsed> events) {
        var heartbeat = ApiLimits.HEARTBEAT;
        var bytes = Source.single(OPENING).concat(events.map(Event::encoded).keepAlive(heartbeat, () -> HEARTBEAT));
        return HttpResponse.create()
                .withEntity(HttpEntities.createChunked(MediaTypes.TEXT_EVENT_STREAM.toContentType(), bytes))
                .addHeader(RawHeader.create("cache-control", "no-store"))
                .addHeader(RawHeader.create("x-accel-buffering", "no")); // nginx would hold events back
    }
}
