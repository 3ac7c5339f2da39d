package holm.wire.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import holm.domain.message.LogLine;
import holm.wire.http.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * One message of a log's WebSocket.
 *
 * @param lines none in a sign of life
 * @param end whether the log ends with it
 * @param failure why it ends, when that is not the end of the log
 */
record LogFrame(List<LogLine> lines, boolean end, Optional<String> failure) {
    private static final ObjectMapper CBOR = Json.configure(new ObjectMapper(new CBORFactory()));

    static LogFrame of(List<LogLine> lines) {
        return new LogFrame(List.copyOf(lines), false, Optional.empty());
    }

    static LogFrame end(Optional<String> failure) {
        return new LogFrame(List.of(), true, failure);
    }

    ByteString write() {
        try {
            return ByteString.fromArrayUnsafe(CBOR.writeValueAsBytes(this));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static LogFrame read(ByteString bytes) {
        try {
            return CBOR.readValue(bytes.toArrayUnsafe(), LogFrame.class);
        } catch (IOException malformed) {
            throw new LogUnavailable("the cluster sent a log that makes no sense: " + malformed.getMessage());
        }
    }
}
