package holm.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A worker. Given by its cluster at the first connection, kept by the worker over restarts.
 *
 * @param value 24 lower-case hexadecimal digits
 */
public record WorkerId(@JsonValue String value) implements Comparable<WorkerId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public WorkerId {
        if (!HexId.isValid(value)) {
            throw new IllegalArgumentException("not an id of 24 hexadecimal digits: " + value);
        }
    }

    @Override
    public int compareTo(WorkerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
