package holm.root.log;

import holm.domain.InstanceId;
import holm.domain.Refusal;
import holm.domain.RefusalException;
import holm.domain.message.LogLine;
import holm.domain.message.LogQuery;
import holm.root.http.Access;
import holm.root.http.Await;
import holm.root.http.Call;
import holm.root.http.Endpoint;
import holm.root.http.Streams;
import holm.root.service.ServiceAccess;
import holm.root.service.Services;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Logs over HTTP: as JSON, as plain lines, or followed as server-sent events. */
public final class LogRoutes {
    private final Services services;
    private final InstanceLogs logs;
    private final Streams streams;
    private final Clock clock;
    private final ClassicActorSystemProvider system;

    public LogRoutes(
            Services services, InstanceLogs logs, Streams streams, Clock clock, ClassicActorSystemProvider system) {
        this.services = services;
        this.logs = logs;
        this.streams = streams;
        this.clock = clock;
        this.system = system;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/service/{service}/instance/{number}/logs", Access.CALLER, this::read));
    }

    private HttpResponse read(Call call) {
        var access = new ServiceAccess(services);
        var service = access.service(call);
        var instance =
                new InstanceId(service.id(), access.instance(call, service).number());
        var follow = call.queryFlag("follow").orElse(false);
        var since = call.query("since").map(this::since);
        var tail = call.queryWhole("tail", LogLimits.MOST_LINES).map(Math::toIntExact);
        var lines = tail.isPresent() || since.isPresent() ? tail : Optional.of(LogLimits.DEFAULT_LINES);
        var source = logs.read(instance, new LogQuery(lines, since, follow));
        if (follow) {
            return streams.answer(call.caller(), LogText.events(source));
        }
        return asText(call)
                ? streamed(
                        ContentTypes.TEXT_PLAIN_UTF8,
                        begun(source).map(line -> ByteString.fromString(line.text() + "\n")))
                : streamed(
                        ContentTypes.APPLICATION_JSON,
                        begun(source)
                                .map(LogText::json)
                                .intersperse("[", ",\n", "]\n")
                                .map(ByteString::fromString));
    }

    private static HttpResponse streamed(ContentType type, Source<ByteString, NotUsed> content) {
        return HttpResponse.create().withEntity(HttpEntities.createChunked(type, content));
    }

    /** Waits for the first line, so that a refusal still becomes a status of its own. */
    private Source<LogLine, NotUsed> begun(Source<LogLine, NotUsed> source) {
        var begun = Await.on(source.initialTimeout(LogLimits.FIRST_LINE_TIME)
                .prefixAndTail(1)
                .runWith(Sink.head(), system));
        return Source.from(begun.first()).concat(begun.second().mapMaterializedValue(_ -> NotUsed.getInstance()));
    }

    private static boolean asText(Call call) {
        var format = call.query("format");
        if (format.isPresent() && !format.get().equals("text") && !format.get().equals("json")) {
            throw new RefusalException(
                    Refusal.invalid("format", "format is '" + format.get() + "'", "write format=text or format=json"));
        }
        return format.map(wanted -> wanted.equals("text"))
                .orElseGet(() -> call.request()
                        .getHeader("accept")
                        .map(HttpHeader::value)
                        .filter(accept -> accept.startsWith("text/plain"))
                        .isPresent());
    }

    /** @return milliseconds since 1970 of {@code 2026-01-31T12:00:00Z}, of seconds since 1970, or of so long ago ({@code 10m}) */
    private long since(String text) {
        try {
            if (text.matches("[0-9]{1,12}([.][0-9]{1,9})?")) {
                return (long) (Double.parseDouble(text) * 1_000);
            }
            if (text.matches("[0-9]{1,9}[smhd]")) {
                var ago = Duration.parse(
                        text.endsWith("d")
                                ? "P" + text.toUpperCase(java.util.Locale.ROOT)
                                : "PT" + text.toUpperCase(java.util.Locale.ROOT));
                return clock.millis() - ago.toMillis();
            }
            return Math.max(0, Instant.parse(text).toEpochMilli());
        } catch (DateTimeException | ArithmeticException notATime) {
            throw new RefusalException(Refusal.invalid(
                    "since",
                    "since is '" + text + "'",
                    "write 2026-01-31T12:00:00Z, seconds since 1970, or 10m for ten minutes ago"));
        }
    }
}
