package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A service: one microservice of an application.
 *
 * @param value 24 lower-case hexadecimal digits
 */
public record ServiceId(@JsonValue String value) implements Comparable<ServiceId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ServiceId {
        if (!HexId.isValid(value)) {
            throw new IllegalArgumentException("not an id of 24 hexadecimal digits: " + value);
        }
    }

    @Override
    public int compareTo(ServiceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
