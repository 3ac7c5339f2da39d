package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An application: a named set of services that belongs to one account.
 *
 * @param value 24 lower-case hexadecimal digits
 */
public record ApplicationId(@JsonValue String value) implements Comparable<ApplicationId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ApplicationId {
        if (!HexId.isValid(value)) {
            throw new IllegalArgumentException("not an id of 24 hexadecimal digits: " + value);
        }
    }

    @Override
    public int compareTo(ApplicationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
