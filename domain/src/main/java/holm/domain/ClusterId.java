package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A cluster: the set of workers under one cluster orchestrator. Given by the root at the first connection.
 *
 * @param value 24 lower-case hexadecimal digits
 */
public record ClusterId(@JsonValue String value) implements Comparable<ClusterId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ClusterId {
        if (!HexId.isValid(value)) {
            throw new IllegalArgumentException("not an id of 24 hexadecimal digits: " + value);
        }
    }

    @Override
    public int compareTo(ClusterId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
