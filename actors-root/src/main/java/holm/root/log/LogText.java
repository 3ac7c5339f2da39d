package holm.root.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import holm.domain.RefusalException;
import holm.domain.message.LogLine;
import holm.root.http.EventStream;
import holm.wire.http.Json;
import java.time.Instant;
import java.util.Locale;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.pf.PFBuilder;
import org.apache.pekko.stream.javadsl.Source;

/** Log lines as clients read them. */
final class LogText {
    private LogText() {}

    /** @return one line as a JSON object without line ends */
    static String json(LogLine line) {
        return object(line).toString();
    }

    /** @return an event for each line; at the end one that says {@code end}, or {@code error} and why */
    static Source<EventStream.Event, NotUsed> events(Source<LogLine, NotUsed> lines) {
        return lines.map(line -> new EventStream.Event("", "", json(line)))
                .concat(Source.single(new EventStream.Event("", "end", "{}")))
                .recover(new PFBuilder<Throwable, EventStream.Event>()
                        .matchAny(failure -> new EventStream.Event("", "error", reason(failure)))
                        .build());
    }

    private static String reason(Throwable failure) {
        var reason = Json.mapper().createObjectNode();
        if (failure instanceof RefusalException refused) {
            reason.put("code", refused.refusal().code())
                    .put("message", refused.refusal().message());
        } else {
            reason.put("code", "log-broke-off").put("message", "the log broke off");
        }
        return reason.toString();
    }

    private static ObjectNode object(LogLine line) {
        return Json.mapper()
                .createObjectNode()
                .put("time", Instant.ofEpochMilli(line.atMillis()).toString())
                .put("stream", line.stream().name().toLowerCase(Locale.ROOT))
                .put("run", line.run())
                .put("text", line.text());
    }
}
