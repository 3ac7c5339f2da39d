package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A port of a worker that one instance can hold. Written {@code 8080/tcp}.
 *
 * @param port 1–65535
 */
public record HostPort(int port, Protocol protocol) implements Comparable<HostPort> {
    public HostPort {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is between 1 and 65535: " + port);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static HostPort parse(String text) {
        var slash = text.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("not a port: " + text);
        }
        return new HostPort(Integer.parseInt(text.substring(0, slash)), Protocol.of(text.substring(slash + 1)));
    }

    @Override
    public int compareTo(HostPort other) {
        var byPort = Integer.compare(port, other.port);
        return byPort != 0 ? byPort : protocol.compareTo(other.protocol);
    }

    @JsonValue
    @Override
    public String toString() {
        return port + "/" + protocol.word();
    }
}
