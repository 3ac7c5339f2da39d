package holm.root.http;

import holm.domain.Refusal;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers what is not even HTTP with a problem document too. The network layer finds it by name, as a Scala object. */
public final class ProtocolErrors extends ParsingErrorHandler {
    /** The name that a Scala object's only instance has. */
    public static final ProtocolErrors MODULE$ = new ProtocolErrors();

    private static final int UNKNOWN_METHOD = 501;

    private ProtocolErrors() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        if (status.intValue() == UNKNOWN_METHOD) {
            // RFC 9110, 15.6.2 has 501 for it, but clients take 5xx for an accident of the server and ask again.
            return Problems.of(Refusal.of(Refusal.Kind.METHOD, "unknown-method", error.summary()));
        }
        return Problems.of(Refusal.of(Refusal.Kind.MALFORMED, "malformed-request", error.summary()))
                .withStatus(org.apache.pekko.http.javadsl.model.StatusCodes.get(status.intValue()));
    }
}
